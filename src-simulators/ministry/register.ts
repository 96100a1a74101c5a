import { z } from 'zod';
import { fils, filsSchema, parseKnetAmount } from '../../src-shared/domain/money.ts';
import {
  notPayableReasonSchema,
  type NotPayableReason,
  type Obligation,
  type ObligationStatus,
  isTraffic,
  obligationStatusSchema,
  systemSchema,
  type Office,
  type System,
} from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import type { PersonFile } from '../world/person-files.ts';
import { amountOn } from '../world/residency-fines.ts';
import type { FineRule } from '../world/residency-rates.ts';
import type { World } from '../world/world.ts';
import { idTypeOf } from './codes.ts';
import { settlementRequestSchema, type SettlementRequest } from './wire.ts';

/** Why a settlement is refused. */
export const refusalSchema = z.enum(['CLOSED', 'UNKNOWN_VIOLATION', 'AMOUNT_DIFFERS', 'ALREADY_PAID', 'NOT_PAYABLE']);
export type Refusal = z.infer<typeof refusalSchema>;

/** A change made at the ministry's own end: another channel, a clerk, an amnesty. */
export const ticketChangeSchema = z.strictObject({
  ticketNo: z.string().min(1).max(24),
  amountFils: filsSchema.optional(),
  status: obligationStatusSchema.optional(),
  reason: notPayableReasonSchema.optional(),
  /** A status number as it goes over the wire, for numbers nobody knows. */
  rawStatus: z.int().min(0).max(9999).optional(),
  /** A reason code as it goes over the wire. */
  rawReason: z.string().max(64).optional(),
});
export type TicketChange = z.infer<typeof ticketChangeSchema>;

const moment = z.int().nonnegative();

/** What can happen to the register. Times in milliseconds since 1970. */
export const registerEventSchema = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('SETTLEMENT_RECEIVED'),
    at: moment,
    /** Absent in ledgers older than the second system. */
    system: systemSchema.default('traffic'),
    request: settlementRequestSchema,
    refusal: refusalSchema.nullable(),
    /** When the ticket is paid; null when refused. */
    postedAt: moment.nullable(),
  }),
  z.strictObject({ event: z.literal('TICKET_CHANGED'), at: moment, change: ticketChangeSchema }),
  z.strictObject({ event: z.literal('RESET'), at: moment }),
]);
export type RegisterEvent = z.infer<typeof registerEventSchema>;

/** One ticket, fine or case as the back end keeps it. */
export interface Ticket {
  readonly obligation: Obligation;
  /** A residency fine that rises every day by this rule. */
  readonly grows?: FineRule;
  readonly rawStatus?: number;
  readonly rawReason?: string;
}

/** One settlement that was received, refused ones included: the judge's evidence in tests. */
export interface Posting {
  readonly system: System;
  readonly request: SettlementRequest;
  readonly receivedAt: number;
  readonly refusal: Refusal | null;
  readonly postedAt: number | null;
  /** How many times this key was sent. */
  timesReceived: number;
}

/** Parties, tickets and settlements: the world at the start, and what has happened since. */
export interface Register {
  readonly offices: readonly Office[];
  /** Parties with at least one ticket, in a fixed order. */
  partiesWithTickets(): readonly Party[];
  party(idType: number, number: string): Party | undefined;
  /** Traffic tickets only. */
  ticketsOf(party: Party): readonly Ticket[];
  /** Persons with at least one residency fine, in a fixed order. */
  filesWithFines(): readonly PersonFile[];
  file(idType: number, number: string): PersonFile | undefined;
  fileByReference(referenceNumber: string): PersonFile | undefined;
  /** By civil number, or by the number on the receipt of the application. */
  fileByCard(number: string): PersonFile | undefined;
  finesOf(file: PersonFile): readonly Ticket[];
  casesOf(file: PersonFile, fineType: string): readonly Ticket[];
  ticket(ticketNo: string): Ticket | undefined;
  posting(key: string): Posting | undefined;
  postings(): readonly Posting[];
  counts(): { readonly parties: number; readonly tickets: number };
  apply(event: RegisterEvent): void;
  /** Turns settlements whose time has come into paid tickets. Called before every answer instead of by a timer. */
  settleDue(now: number): void;
  /** Lets the fines of violations that go on rise to this day, YYYY-MM-DD. */
  growTo(day: string): void;
}

/** Opens the register of a world. */
export function makeRegister(world: World): Register {
  const parties = new Map(world.parties.map(({ party }) => [partyKey(idTypeOf(party), party.number), party]));
  const ticketNos = new Map(
    world.parties.map(({ party, obligations }) => [party.number, obligations.map(({ detail }) => detail.ticketNo)]),
  );
  const files = new Map(world.files.map((file) => [partyKey(idTypeOf(file.party), file.party.number), file]));
  const byReference = new Map(world.files.map((file) => [file.referenceNumber, file]));
  const byCard = new Map(
    world.files.flatMap((file) => [
      ...(file.party.numberKind === 'civil' ? [[file.party.number, file] as const] : []),
      ...(file.cardReceiptNo === null ? [] : [[file.cardReceiptNo, file] as const]),
    ]),
  );
  const tickets = new Map<string, Ticket>();
  let grownTo = world.today;
  const postings = new Map<string, Posting>();
  const unsettled = new Set<Posting>();

  const fill = (): void => {
    postings.clear();
    unsettled.clear();
    grownTo = world.today;
    for (const obligation of world.parties.flatMap(({ obligations }) => obligations)) {
      tickets.set(obligation.detail.ticketNo, { obligation });
    }
    for (const { obligation, grows } of world.files.flatMap(({ fines, cases }) => [...fines, ...cases])) {
      tickets.set(obligation.detail.ticketNo, { obligation, ...(grows === null ? {} : { grows }) });
    }
  };
  const kept = (fines: readonly { readonly obligation: Obligation }[]): readonly Ticket[] =>
    fines.flatMap(({ obligation }) => tickets.get(obligation.detail.ticketNo) ?? []);
  const ticketsOf = (party: Party): readonly Ticket[] =>
    (ticketNos.get(party.number) ?? []).flatMap((ticketNo) => tickets.get(ticketNo) ?? []);
  const change = (ticketNo: string, apply: (ticket: Ticket) => Ticket): void => {
    const ticket = tickets.get(ticketNo);
    if (ticket !== undefined) tickets.set(ticketNo, apply(ticket));
  };
  fill();

  return {
    offices: world.offices,
    partiesWithTickets: () => [...parties.values()].filter((party) => ticketsOf(party).length > 0),
    party: (idType, number) => parties.get(partyKey(idType, number)),
    ticketsOf,
    filesWithFines: () => world.files.filter(({ fines }) => fines.length > 0),
    file: (idType, number) => files.get(partyKey(idType, number)),
    fileByReference: (referenceNumber) => byReference.get(referenceNumber),
    fileByCard: (number) => byCard.get(number),
    finesOf: ({ fines }) => kept(fines),
    casesOf: ({ cases }, fineType) => kept(cases.filter((one) => one.fineType === fineType)),
    ticket: (ticketNo) => tickets.get(ticketNo),
    posting: (key) => postings.get(key),
    postings: () => [...postings.values()],
    counts: () => ({ parties: parties.size, tickets: tickets.size }),
    apply(event) {
      if (event.event === 'RESET') return fill();
      if (event.event === 'TICKET_CHANGED')
        return change(event.change.ticketNo, (ticket) => changed(ticket, event.change));
      const { system, request, refusal, postedAt, at } = event;
      const posting = { system, request, refusal, postedAt, receivedAt: at, timesReceived: 1 };
      postings.set(request.settlement_key, posting);
      if (refusal !== null) return;
      unsettled.add(posting);
      change(request.violation_no, (ticket) => withStatus(ticket, 'payment_pending_posting'));
    },
    settleDue(now) {
      for (const posting of unsettled) {
        if (posting.postedAt === null || posting.postedAt > now) continue;
        unsettled.delete(posting);
        change(posting.request.violation_no, (ticket) => withStatus(ticket, 'paid'));
      }
    },
    growTo(day) {
      if (day <= grownTo) return;
      grownTo = day;
      for (const [ticketNo, ticket] of tickets) tickets.set(ticketNo, grown(ticket, day));
    },
  };
}

/** The ticket as it stands on a later day, one revision further when that changes it. */
function grown(ticket: Ticket, day: string): Ticket {
  const { obligation, grows } = ticket;
  if (grows === undefined || isTraffic(obligation)) return ticket;
  return { ...ticket, obligation: { ...amountOn(obligation, grows, day), version: obligation.version + 1 } };
}

/** Why this settlement cannot be taken, or null when it can. */
export function refusalOf(ticket: Ticket | undefined, system: System, request: SettlementRequest): Refusal | null {
  if (ticket?.obligation.system !== system) return 'UNKNOWN_VIOLATION';
  const { status } = ticket.obligation;
  if (status === 'paid' || status === 'payment_pending_posting') return 'ALREADY_PAID';
  if (status !== 'payable' || ticket.rawStatus !== undefined) return 'NOT_PAYABLE';
  const amount = parseKnetAmount(request.amount_kwd);
  return amount.ok && amount.value === owedWhenPaid(ticket, request.paid_on) ? null : 'AMOUNT_DIFFERS';
}

/** What was owed on the day of the payment: a fine that has risen since midnight was paid in full the day before. */
function owedWhenPaid({ obligation, grows }: Ticket, paidOn: string): number {
  if (grows === undefined || isTraffic(obligation)) return obligation.amountFils;
  return amountOn(obligation, grows, paidOn.slice(0, 10).split('/').toReversed().join('-')).amountFils;
}

/** What the back end says with a status when nobody said more. */
const usualReasons = {
  payable: undefined,
  visit_office: 'serious_or_repeated',
  referred_to_court: 'no_settlement',
  suspended: 'amnesty',
  payment_pending_posting: 'being_updated',
  paid: undefined,
  cancelled: undefined,
} as const;

function changed(ticket: Ticket, change: TicketChange): Ticket {
  const status = change.status ?? ticket.obligation.status;
  const moved = withStatus(ticket, status, change.reason);
  return {
    // An amount somebody has set by hand stays.
    ...(moved.grows === undefined || change.amountFils !== undefined ? {} : { grows: moved.grows }),
    obligation: { ...moved.obligation, amountFils: fils(change.amountFils ?? ticket.obligation.amountFils) },
    ...(change.rawStatus === undefined ? {} : { rawStatus: change.rawStatus }),
    ...(change.rawReason === undefined ? {} : { rawReason: change.rawReason }),
  };
}

/** The ticket one revision further. What is paid or withdrawn rises no more. */
function withStatus({ obligation, grows }: Ticket, status: ObligationStatus, said?: NotPayableReason): Ticket {
  const { notPayableReason, officeCode, ...rest } = obligation;
  const kept = status === obligation.status ? notPayableReason : undefined;
  const reason = said ?? kept ?? usualReasons[status];
  const office = officeStatuses.includes(status) ? (officeCode ?? 'SERVICE-CENTRE') : undefined;
  return {
    ...(grows === undefined || endStatuses.includes(status) ? {} : { grows }),
    obligation: {
      ...rest,
      version: obligation.version + 1,
      status,
      ...(reason === undefined ? {} : { notPayableReason: reason }),
      ...(office === undefined ? {} : { officeCode: office }),
    },
  };
}

const endStatuses: readonly ObligationStatus[] = ['payment_pending_posting', 'paid', 'cancelled'];

const officeStatuses: readonly ObligationStatus[] = ['visit_office', 'referred_to_court', 'suspended'];

function partyKey(idType: number, number: string): string {
  return `${idType}/${number}`;
}
