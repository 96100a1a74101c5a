import type { LedgerFile } from '../ledger-file.ts';
import {
  makeRegister,
  refusalOf,
  registerEventSchema,
  type Posting,
  type Register,
  type RegisterEvent,
  type TicketChange,
} from './register.ts';
import type { Settings } from './settings.ts';
import { Verification } from './verification.ts';
import type { SettlementRequest } from './wire.ts';
import type { System } from '../../src-shared/domain/obligation.ts';
import { kuwaitDay } from '../../src-shared/domain/time.ts';
import type { Notice } from '../../src-shared/domain/notice.ts';
import { addDays, daysBetween } from '../world/calendar.ts';
import { makeNotices } from '../world/notices.ts';
import type { World } from '../world/world.ts';

/** How often each endpoint was reached since the start or the last reset; `down` counts too. */
export interface RequestCounts {
  violations: number;
  settlements: number;
  settlementInquiries: number;
  settlementLists: number;
  offices: number;
  export: number;
  ping: number;
  fines: number;
  cases: number;
  codes: number;
  findings: number;
  lists: number;
}

export interface BackEndOptions {
  readonly world: World;
  readonly settings: Settings;
  /** Keeps settlements and changes over a restart; null keeps them in memory. */
  readonly ledgerFile: LedgerFile | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For the codes it makes up; the same for ever when left out. */
  readonly seed?: number;
}

/** The running make-believe back end, handed to every request. */
export interface BackEnd {
  readonly register: Register;
  readonly verification: Verification;
  readonly notices: readonly Notice[];
  readonly now: () => number;
  settings: Settings;
  requests: RequestCounts;
  /** Brings everything up to this moment: settlements that are due, fines that rise. Called before every answer. */
  catchUp(): void;
  /** Takes in a settlement once; the same key again answers what became of it. `conflict`: same key, other content. */
  settle(system: System, request: SettlementRequest): Posting | 'conflict';
  /** False when there is no such ticket. */
  changeTicket(change: TicketChange): boolean;
  /** Settings, counts, tickets and settlements as after the very first start. */
  reset(): void;
}

/**
 * Opens the back end and repeats what its ledger file holds.
 * @throws when a complete line of the file cannot be understood: a judge with holes judges nothing.
 */
export function openBackEnd({ world, settings, ledgerFile, now, seed = 1 }: BackEndOptions): BackEnd {
  const register = makeRegister(world);
  for (const line of ledgerFile?.lines() ?? []) {
    const event = registerEventSchema.parse(JSON.parse(line));
    register.settleDue(event.at); // what was paid by then was paid before this happened
    register.apply(event);
  }
  const record = (event: RegisterEvent): void => {
    ledgerFile?.append(JSON.stringify(event));
    register.apply(event);
  };

  // A world made for another day than today's gets older day by day, like any other.
  const startDay = kuwaitDay(now());
  const backEnd: BackEnd = {
    register,
    verification: new Verification(seed, now, () => backEnd.settings),
    notices: makeNotices(world.today),
    now,
    settings,
    requests: noRequests(),
    catchUp() {
      register.settleDue(now());
      register.growTo(addDays(world.today, daysBetween(startDay, kuwaitDay(now()))));
    },
    settle(system, request) {
      const known = register.posting(request.settlement_key);
      if (known !== undefined) {
        known.timesReceived += 1;
        return known.system === system && sameSettlement(known.request, request) ? known : 'conflict';
      }
      const at = now();
      const refusal = backEnd.settings.refusePosting
        ? 'CLOSED'
        : refusalOf(register.ticket(request.violation_no), system, request);
      const postedAt = refusal === null ? at + backEnd.settings.postingDelayMs : null;
      record({ event: 'SETTLEMENT_RECEIVED', at, system, request, refusal, postedAt });
      register.settleDue(at);
      return register.posting(request.settlement_key) ?? 'conflict';
    },
    changeTicket(change) {
      if (register.ticket(change.ticketNo) === undefined) return false;
      record({ event: 'TICKET_CHANGED', at: now(), change });
      return true;
    },
    reset() {
      record({ event: 'RESET', at: now() });
      backEnd.settings = settings;
      backEnd.verification.forget();
      backEnd.requests = noRequests();
    },
  };
  return backEnd;
}

function noRequests(): RequestCounts {
  return {
    violations: 0,
    settlements: 0,
    settlementInquiries: 0,
    settlementLists: 0,
    offices: 0,
    export: 0,
    ping: 0,
    fines: 0,
    cases: 0,
    codes: 0,
    findings: 0,
    lists: 0,
  };
}

/** A repeat may carry another receipt time; ticket and amount have to agree. */
function sameSettlement(a: SettlementRequest, b: SettlementRequest): boolean {
  return a.violation_no === b.violation_no && a.amount_kwd === b.amount_kwd && a.track_id === b.track_id;
}
