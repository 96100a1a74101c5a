import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldValues } from '../../src-shared/domain/field.ts';
import { findingSchema } from '../../src-shared/domain/finding.ts';
import { challengeSchema } from '../../src-shared/domain/challenge.ts';
import { choiceSchema, noticeSchema } from '../../src-shared/domain/notice.ts';
import { serviceById } from '../../src-shared/services/catalogue.ts';
import { fils } from '../../src-shared/domain/money.ts';
import {
  isPayable,
  obligationSchema,
  officeSchema,
  type Obligation,
  type System,
} from '../../src-shared/domain/obligation.ts';
import { partySchema, type Party } from '../../src-shared/domain/party.ts';
import { kuwaitDay } from '../../src-shared/domain/time.ts';
import { settlementKey, type MinistryPort, type Settlement, type OwedAnswer } from '../../src-gateway/ministry/port.ts';

/** An adapter together with the test system behind it. */
export interface MinistryUnderTest {
  readonly adapter: MinistryPort;
  readonly examples: {
    /** At least fifteen payable tickets that may be used up, and some that cannot be paid. */
    readonly manyTickets: Party;
    readonly company: Party;
    readonly nothingRecorded: Party;
    /** A well-formed number the ministry does not know. */
    readonly unknown: Party;
    /** At least four payable residency fines that may be used up. */
    readonly residencyFines: Party;
    /** Somebody with residency cases of the usual fine type, by reference number. */
    readonly residencyCases: Party;
    /** A well-formed reference number nobody has. */
    readonly unknownReference: Party;
    /** Fields that lead to an answer, and fields that lead to "not found", by service; those this ministry offers. */
    readonly findings: Readonly<Record<string, { readonly known: FieldValues; readonly unknown?: FieldValues }>>;
  };
  /** What happens at the ministry's own end. */
  readonly ministry: {
    changeAmount(ticketNo: string, amountFils: number): Promise<void>;
    payElsewhere(ticketNo: string): Promise<void>;
    /** The code of a challenge, however it reached the visitor; null where no code is asked for. */
    codeOf(challengeId: string): Promise<string | null>;
    /** From now on nothing answers. */
    cutOff(): Promise<void>;
    restore(): Promise<void>;
  };
  stop(): Promise<void>;
}

/** No question may keep a visitor longer than this, whatever the ministry does; in milliseconds. */
const mostPatienceMs = 6000;
/** A ministry that is back must be noticed within this time, in milliseconds. */
const recoveryMs = 20_000;
/** A settlement must be recorded within this time in the test system, in milliseconds. */
const recordedMs = 30_000;

/** Runs every promise of the ministry port against an adapter. The test system is started once and used up. */
export function describeMinistryAdapter(name: string, start: () => Promise<MinistryUnderTest>): void {
  describe(`the ministry adapter "${name}"`, () => {
    let system: MinistryUnderTest;
    const asked = async (party: Party): Promise<OwedAnswer> => {
      const answer = await system.adapter.owed.traffic(party);
      if (!answer.ok) throw new Error(`the look-up failed: ${answer.error}`);
      return answer.value;
    };
    const find = async (id: string): Promise<Obligation> => {
      const { obligations } = await asked(system.examples.manyTickets);
      const found = obligations.find((one) => one.id === id);
      if (found === undefined) throw new Error('a ticket has disappeared');
      return found;
    };
    const unused = async (): Promise<Obligation> => {
      const payable = (await asked(system.examples.manyTickets)).obligations.find(isPayable);
      if (payable === undefined) throw new Error('the example has too few payable tickets');
      return payable;
    };

    beforeAll(async () => {
      system = await start();
    });
    afterAll(async () => {
      await system.stop();
    });

    describe('a look-up', () => {
      it('gives valid tickets, each once, with offices for those that need one', async () => {
        for (const party of [system.examples.manyTickets, system.examples.company]) {
          const { obligations, offices } = await asked(party);
          expect(obligations.length).toBeGreaterThan(0);
          for (const obligation of obligations) obligationSchema.parse(obligation);
          for (const office of offices) officeSchema.parse(office);
          expect(new Set(obligations.map(({ id }) => id)).size).toBe(obligations.length);
          expect(new Set(obligations.map(({ detail }) => detail.ticketNo)).size).toBe(obligations.length);
          const named = new Set(offices.map(({ code }) => code));
          expect(obligations.filter(({ officeCode }) => officeCode !== undefined && !named.has(officeCode))).toEqual(
            [],
          );
        }
      });

      it('gives a reason for every ticket that has to be taken to an office, to court or has to wait', async () => {
        const { obligations } = await asked(system.examples.manyTickets);
        const waiting = ['visit_office', 'referred_to_court', 'suspended', 'payment_pending_posting'];
        const refused = obligations.filter(({ status }) => waiting.includes(status));
        expect(refused.length).toBeGreaterThan(0);
        expect(refused.filter(({ notPayableReason }) => notPayableReason === undefined)).toEqual([]);
        expect(obligations.filter(({ status, amountFils }) => status === 'payable' && amountFils === 0)).toEqual([]);
      });

      it('says when it was true, in an instant with its offset', async () => {
        const { asOf } = await asked(system.examples.manyTickets);
        expect(asOf).toMatch(/(Z|[+-]\d{2}:\d{2})$/);
        expect(Math.abs(Date.parse(asOf) - Date.now())).toBeLessThan(10 * 60_000);
      });

      it('tells "nothing recorded" from "unknown number"', async () => {
        expect((await asked(system.examples.nothingRecorded)).obligations).toEqual([]);
        expect(await system.adapter.owed.traffic(system.examples.unknown)).toEqual({ ok: false, error: 'not_found' });
      });

      it('gives the same ids and versions while nothing changes', async () => {
        const keys = async () =>
          (await asked(system.examples.company)).obligations.map(({ id, version }) => `${id} ${version}`);
        expect(await keys()).toEqual(await keys());
      });

      it('keeps answers apart when many are asked for at once', async () => {
        const { manyTickets, company, nothingRecorded } = system.examples;
        const alone = new Map<Party, number>();
        for (const party of [manyTickets, company, nothingRecorded]) {
          alone.set(party, (await asked(party)).obligations.length);
        }
        const parties = Array.from({ length: 5 }, () => [...alone.keys()]).flat();
        const together = await Promise.all(parties.map(async (party) => (await asked(party)).obligations.length));
        expect(together).toEqual(parties.map((party) => alone.get(party)));
      });
    });

    describe('residency', () => {
      const fines = async () => owedIn('residency', system.examples.residencyFines);
      const owedIn = async (name: System, party: Party): Promise<Obligation[]> => {
        const answer = await system.adapter.owed[name](party);
        if (!answer.ok) throw new Error(`the look-up in ${name} failed: ${answer.error}`);
        return answer.value.obligations;
      };

      it('fines and cases are valid, each of its own system, with ids no ticket has', async () => {
        const tickets = (await asked(system.examples.manyTickets)).obligations;
        const cases = await owedIn('residency_cases', system.examples.residencyCases);
        for (const [name, list] of [['residency', await fines()] as const, ['residency_cases', cases] as const]) {
          expect(list.length).toBeGreaterThan(0);
          for (const one of list) expect(obligationSchema.parse(one).system).toBe(name);
        }
        const all = [...tickets, ...(await fines()), ...cases];
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      });

      it('tells an unknown number from one with nothing recorded', async () => {
        const { nothingRecorded, unknown, unknownReference } = system.examples;
        expect(await owedIn('residency', nothingRecorded)).toEqual([]);
        const notFound = { ok: false, error: 'not_found' };
        expect(await system.adapter.owed.residency(unknown)).toEqual(notFound);
        expect(await system.adapter.owed.residency_cases(unknownReference)).toEqual(notFound);
      });

      it('settles a fine in residency, once, and lists it with its system', async () => {
        const one = (await fines()).find(isPayable);
        if (one === undefined) throw new Error('the example has too few payable fines');
        const settlement = settlementOf(one, 21);
        expect(await system.adapter.postSettlement(settlement)).toMatchObject({ ok: true });
        expect(await system.adapter.postSettlement(settlement)).toMatchObject({ ok: true });
        expect(await system.adapter.postSettlement(settlementOf(one, 22))).toEqual({ ok: false, error: 'refused' });
        await eventually(recordedMs, async () => {
          expect(await system.adapter.findSettlement(settlement.key)).toEqual({ ok: true, value: 'posted' });
        });
        const listed = await system.adapter.settlementsOf(kuwaitDay(Date.parse(settlement.paidAt)));
        const { key, pid, system: owner, ticketNo, amountFils } = settlement;
        expect(listed).toMatchObject({ ok: true });
        expect(listed.ok && listed.value).toContainEqual({
          key,
          pid,
          system: owner,
          ticketNo,
          amountFils,
          outcome: 'posted',
        });
      });

      it('offers fine types, and notices that are whole', async () => {
        const types = await system.adapter.fineTypes();
        if (!types.ok) throw new Error(types.error);
        expect(types.value.length).toBeGreaterThan(0);
        for (const type of types.value) choiceSchema.parse(type);
        const notices = await system.adapter.notices();
        if (!notices.ok) throw new Error(notices.error);
        for (const notice of notices.value) noticeSchema.parse(notice);
      });
    });

    describe('a code', () => {
      it('is asked for by declaration, counted when wrong, and right when it is right', async () => {
        const { adapter, examples, ministry } = system;
        const party = examples.residencyCases;
        const wanted = await adapter.challenge('residency_cases', party);
        if (!wanted.ok) throw new Error(wanted.error);
        if (wanted.value === null) {
          const answer = { id: 'none', code: '0000' };
          expect(await adapter.checkCode('residency_cases', party, answer)).toEqual({ ok: true, value: 'right' });
          return;
        }
        const first = challengeSchema.parse(wanted.value);
        const right = await ministry.codeOf(first.id);
        const wrong = right === '00000' ? '11111' : '00000';
        expect(await adapter.checkCode('residency_cases', party, { id: first.id, code: wrong })).toEqual({
          ok: true,
          value: 'wrong',
        });
        const next = await adapter.challenge('residency_cases', party);
        if (!next.ok || next.value === null) throw new Error('no second try');
        expect(next.value.triesLeft).toBe(first.triesLeft - 1);
        const code = (await ministry.codeOf(next.value.id)) ?? '';
        const unknown = await adapter.checkCode('residency_cases', party, { id: 'never-given', code });
        expect(unknown.ok && unknown.value).not.toBe('right');
        expect(await adapter.checkCode('residency_cases', party, { id: next.value.id, code })).toEqual({
          ok: true,
          value: 'right',
        });
      });
    });

    describe('a finding', () => {
      it('is of the kind its service shows, and "not found" is said when the ministry says so', async () => {
        for (const [id, { known, unknown }] of Object.entries(system.examples.findings)) {
          const ask = system.adapter.findings[id];
          const found = await ask?.(known);
          if (found?.ok !== true) throw new Error(`${id}: ${found?.error ?? 'not offered'}`);
          expect(findingSchema.parse(found.value).kind, id).toBe(serviceById(id)?.answers);
          if (unknown !== undefined) expect(await ask?.(unknown), id).toEqual({ ok: false, error: 'not_found' });
        }
      });

      it('is offered for services of the catalogue only', () => {
        const answers = Object.keys(system.adapter.findings).map((id) => serviceById(id)?.answers ?? 'no service');
        expect(answers.filter((kind) => !['number', 'status', 'steps'].includes(kind))).toEqual([]);
      });
    });

    describe('a change at the ministry', () => {
      it('of the amount shows at once and raises the version', async () => {
        const before = await unused();
        await system.ministry.changeAmount(before.detail.ticketNo, before.amountFils + 500);
        const after = await find(before.id);
        expect(after.amountFils).toBe(before.amountFils + 500);
        expect(after.version).toBeGreaterThan(before.version);
      });

      it('by a payment elsewhere makes the ticket not payable and raises the version', async () => {
        const before = await unused();
        await system.ministry.payElsewhere(before.detail.ticketNo);
        const after = await find(before.id);
        expect(isPayable(after)).toBe(false);
        expect(after.version).toBeGreaterThan(before.version);
      });
    });

    describe('a settlement', () => {
      it('locks the ticket at once, is recorded in the end, and can be found by its key', async () => {
        const ticket = await unused();
        const settlement = settlementOf(ticket, 1);
        expect(await system.adapter.postSettlement(settlement)).toMatchObject({ ok: true });
        const locked = await find(ticket.id);
        expect(isPayable(locked)).toBe(false);
        expect(locked.version).toBeGreaterThan(ticket.version);

        await eventually(recordedMs, async () => {
          expect(await system.adapter.findSettlement(settlement.key)).toEqual({ ok: true, value: 'posted' });
        });
        expect((await find(ticket.id)).status).toBe('paid');
      });

      it('sent ten times at once is one settlement', async () => {
        const settlement = settlementOf(await unused(), 2);
        const answers = await Promise.all(Array.from({ length: 10 }, () => system.adapter.postSettlement(settlement)));
        expect(answers.filter(({ ok }) => !ok)).toEqual([]);
        expect(await system.adapter.postSettlement(settlement)).toMatchObject({ ok: true });
      });

      it('of a ticket that another attempt has settled is refused', async () => {
        const ticket = await unused();
        expect(await system.adapter.postSettlement(settlementOf(ticket, 3))).toMatchObject({ ok: true });
        expect(await system.adapter.postSettlement(settlementOf(ticket, 4))).toEqual({ ok: false, error: 'refused' });
        const refused = await system.adapter.findSettlement(settlementOf(ticket, 4).key);
        expect(refused.ok && ['refused', 'not_found'].includes(refused.value)).toBe(true);
      });

      it('of a ticket paid elsewhere is refused', async () => {
        const ticket = await unused();
        await system.ministry.payElsewhere(ticket.detail.ticketNo);
        expect(await system.adapter.postSettlement(settlementOf(ticket, 5))).toEqual({ ok: false, error: 'refused' });
      });

      it('that was never sent is not found', async () => {
        const { key } = settlementOf(await unused(), 6);
        expect(await system.adapter.findSettlement(key)).toEqual({ ok: true, value: 'not_found' });
      });
    });

    describe('the settlements of a day', () => {
      it('are all that were sent with that day, with amount and outcome, and none of another day', async () => {
        const { adapter, ministry } = system;
        const recorded = settlementOf(await unused(), 8);
        expect(await adapter.postSettlement(recorded)).toMatchObject({ ok: true });
        const elsewhere = await unused();
        await ministry.payElsewhere(elsewhere.detail.ticketNo);
        const refused = settlementOf(elsewhere, 9);
        expect(await adapter.postSettlement(refused)).toEqual({ ok: false, error: 'refused' });
        const otherDay = { ...settlementOf(await unused(), 10), paidAt: '2020-02-29T23:59:59+03:00' };
        expect(await adapter.postSettlement(otherDay)).toMatchObject({ ok: true });
        const ofDay = async (day: string) => {
          const answer = await adapter.settlementsOf(day);
          if (!answer.ok) throw new Error(answer.error);
          return answer.value;
        };
        await eventually(recordedMs, async () => {
          const listed = await ofDay(kuwaitDay(Date.parse(recorded.paidAt)));
          const { key, pid, system: owner, ticketNo, amountFils } = recorded;
          expect(listed).toContainEqual({ key, pid, system: owner, ticketNo, amountFils, outcome: 'posted' });
          expect(listed.find((one) => one.key === otherDay.key)).toBeUndefined();
          // An adapter may keep what it refused to itself, but must not call it recorded.
          expect(listed.filter((one) => one.key === refused.key && one.outcome !== 'refused')).toEqual([]);
          expect(new Set(listed.map((one) => one.key)).size).toBe(listed.length);
        });
        expect((await ofDay('2020-02-29')).map((one) => one.key)).toEqual([otherDay.key]);
        expect(await ofDay('2020-03-01')).toEqual([]);
      });
    });

    describe('the list of all parties', () => {
      it('names each once, with the same tickets as the look-up', async () => {
        const { manyTickets, company, nothingRecorded } = system.examples;
        const listed = new Map<string, Obligation[]>();
        for await (const { party, obligations } of system.adapter.allParties()) {
          partySchema.parse(party);
          const key = keyOf(party);
          expect(listed.has(key)).toBe(false);
          expect(obligations.length).toBeGreaterThan(0);
          listed.set(key, obligations);
        }
        expect(listed.get(keyOf(company))).toEqual((await asked(company)).obligations);
        const tickets = listed.get(keyOf(manyTickets))?.filter((one) => one.system === 'traffic');
        expect(tickets?.length).toBe((await asked(manyTickets)).obligations.length);
        const exported = new Set([...listed.values()].flat().map((one) => one.system));
        expect(exported).toEqual(new Set(system.adapter.exportedSystems));
        expect(listed.has(keyOf(nothingRecorded))).toBe(false);
      });
    });

    describe('a ministry that does not answer', () => {
      it('is said to be down in time by every question, and is found again when it is back', async () => {
        const { adapter, ministry, examples } = system;
        const settlement = settlementOf(await unused(), 7);
        expect(await adapter.status()).toBe('up');
        await ministry.cutOff();
        // Long enough for any remembered status to be asked for anew.
        await pause(2500);
        expect(await inTime(adapter.status())).toBe('down');
        for (let time = 0; time < 4; time += 1) {
          const down = { ok: false, error: 'ministry_down' };
          expect(await inTime(adapter.owed.traffic(examples.manyTickets))).toEqual(down);
          expect(await inTime(adapter.owed.traffic(examples.nothingRecorded))).toEqual(down);
          expect(await inTime(adapter.postSettlement(settlement))).toEqual(down);
          expect(await inTime(adapter.findSettlement(settlement.key))).toEqual(down);
          expect(await inTime(adapter.settlementsOf('2020-02-29'))).toEqual(down);
          expect(await inTime(adapter.owed.residency(examples.residencyFines))).toEqual(down);
          expect(await inTime(adapter.owed.residency_cases(examples.residencyCases))).toEqual(down);
          for (const [id, { known }] of Object.entries(examples.findings)) {
            expect(await inTime(adapter.findings[id]?.(known) ?? Promise.reject(new Error(id)))).toEqual(down);
          }
        }
        await expect(readAll(adapter)).rejects.toThrow();

        await ministry.restore();
        await eventually(recoveryMs, async () => {
          expect(await adapter.owed.traffic(examples.manyTickets)).toMatchObject({ ok: true });
          expect(await adapter.status()).toBe('up');
        });
        expect(await adapter.findSettlement(settlement.key)).toEqual({ ok: true, value: 'not_found' });
      });
    });
  });
}

/** A settlement of a ticket by an attempt of its own. */
function settlementOf({ id, system, amountFils, detail }: Obligation, attempt: number): Settlement {
  const pid = String(attempt).padStart(32, '0');
  return {
    key: settlementKey(pid, detail.ticketNo, system),
    pid,
    obligationId: id,
    system,
    ticketNo: detail.ticketNo,
    amountFils: fils(amountFils),
    receiptNo: `TEST-${String(attempt).padStart(8, '0')}`,
    paidAt: new Date().toISOString(),
  };
}

function keyOf({ kind, numberKind, number }: Party): string {
  return `${kind} ${numberKind} ${number}`;
}

async function readAll(adapter: MinistryPort): Promise<number> {
  let parties = 0;
  for await (const one of adapter.allParties()) parties += one.obligations.length > 0 ? 1 : 0;
  return parties;
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const before = performance.now();
  const value = await answer;
  expect(performance.now() - before).toBeLessThan(mostPatienceMs);
  return value;
}

/** Tries until it holds; the last failure is thrown. */
async function eventually(withinMs: number, check: () => Promise<void>): Promise<void> {
  await expect
    .poll(async () => check().then(() => 'holds', String), { timeout: withinMs, interval: 250 })
    .toBe('holds');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
