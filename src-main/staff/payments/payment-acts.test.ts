import { describe, expect, it } from 'vitest';
import { fils } from '../../../src-shared/domain/money.ts';
import type { Receipt } from '../../../src-shared/domain/receipt.ts';
import type { Closing } from '../../../src-shared/payment/closing.ts';
import { err, ok } from '../../../src-shared/result.ts';
import { order, paymentRoom, settle } from '../../payment/test-support.ts';
import { askOutcome, closeCase, handOver, reprint, type PaymentActPorts } from './payment-acts.ts';

const place = { kioskCode: 'K001', site: { ar: 'الجهراء', en: 'Jahra' }, demo: false };
const staff = ['SUP1', 'ATT2'] as const;
const captured: Closing = { outcome: 'captured', evidence: 'acquirer_portal', reference: 'TX77' };
const notCharged: Closing = { outcome: 'not_charged', evidence: 'settlement_report' };

/** A kiosk whose visitor left while the outcome of the payment was open, and then the network went. */
async function unknownOffline(disk?: Parameters<typeof paymentRoom>[0]) {
  const room = await paymentRoom(disk);
  const printed: Receipt[] = [];
  const world = { paper: true };
  const ports: PaymentActPorts = {
    ...{ book: room.book, payments: room.desk, timers: room.time, place: () => place, kioskCode: () => 'K001' },
    paper: {
      printReceipt: async (receipt) => {
        printed.push(receipt);
        return world.paper ? ok(null) : err('out_of_paper');
      },
    },
  };
  if (disk) {
    await room.desk.recover();
    return { ...room, ports, printed, world, pid: room.book.all()[0]!.pid };
  }
  const outcome = await room.desk.start(order);
  if (outcome.result !== 'started') throw new Error(outcome.result);
  room.gateway.is('open');
  await settle();
  await room.desk.leave(outcome.pid);
  room.gateway.reachable = false;
  await room.time.pass(60_000);
  expect(room.book.get(outcome.pid)!.state).toBe('unknown');
  return { ...room, ports, printed, world, pid: outcome.pid };
}

type Room = Awaited<ReturnType<typeof unknownOffline>>;

async function withPeople(): Promise<Room> {
  const room = await unknownOffline();
  expect((await handOver(room.ports, room.pid, 'ar')).ok).toBe(true);
  return room;
}

describe('a payment whose outcome is not known, without a network', () => {
  it('is handed over with a case number made here and a paper that has it', async () => {
    const { ports, pid, printed, book } = await unknownOffline();
    const caseId = `K001-${pid.slice(0, 8).toUpperCase()}`;
    expect(await handOver(ports, pid, 'ar')).toEqual(ok({ caseId, printed: true }));
    expect(book.get(pid)).toMatchObject({ state: 'manual', caseId });
    expect(printed).toMatchObject([{ kind: 'checking', caseId, copy: false }]);
    expect(await handOver(ports, pid, 'ar')).toEqual(err('not_unknown'));
  });

  it('is handed over also when the printer has no paper, and the paper comes later', async () => {
    const { ports, pid, printed, world } = await unknownOffline();
    world.paper = false;
    expect(await handOver(ports, pid, 'ar')).toMatchObject({ ok: true, value: { printed: false } });
    world.paper = true;
    expect(await reprint(ports, pid, 'en')).toEqual(ok(null));
    expect(printed.at(-1)).toMatchObject({ copy: false });
  });

  it('is asked about at once when somebody wants to know, and nobody answering is said', async () => {
    const { ports, pid, gateway, time } = await unknownOffline();
    const asked = askOutcome(ports, pid);
    await settle();
    expect(await asked).toEqual(err('no_answer'));
    gateway.reachable = true;
    gateway.is('posted');
    gateway.also = { capturedFils: fils(15_000) };
    expect(await askOutcome(ports, pid)).toMatchObject({ ok: true, value: { state: 'captured' } });
    await time.pass(1_000);
    expect(await askOutcome(ports, pid)).toEqual(err('nothing_to_ask'));
  });
});

describe('a case closed at the kiosk, without a network', () => {
  it('as captured gets a receipt number at once, and the gateway hears whose word it is', async () => {
    const { ports, pid, book, gateway, time } = await withPeople();
    const commits: unknown[] = [];
    const commit = gateway.commit.bind(gateway);
    gateway.commit = async (...asked: unknown[]) => {
      commits.push(asked[1]);
      return commit();
    };
    expect(await closeCase(ports, pid, { closing: captured, staff })).toMatchObject({
      ok: true,
      value: { state: 'captured', receiptNo: 'K001-00000001', capture: { knet: { transactionId: 'TX77' } } },
    });
    gateway.reachable = true;
    await time.pass(60_000);
    expect(book.get(pid)!.state).toBe('posted');
    expect(commits.at(-1)).toMatchObject({ closure: { evidence: 'acquirer_portal TX77', staff, atKiosk: true } });
    expect(await reprint(ports, pid, 'ar')).toEqual(ok(null));
  });

  it('as not charged is brought to the gateway once it is there, also after a restart', async () => {
    const { ports, pid, fs } = await withPeople();
    expect(await closeCase(ports, pid, { closing: notCharged, staff })).toMatchObject({
      ok: true,
      value: { state: 'not_charged', noChargeProof: 'people' },
    });
    const later = await unknownOffline(fs);
    await later.time.pass(60_000);
    expect(later.gateway.calls).toContain('noCharge');
    expect(later.book.get(pid)).toMatchObject({ state: 'not_charged', released: true });
    expect(later.book.open()).toEqual([]);
  });

  it('is refused to one person, without a case, and for an outcome that the record rules out', async () => {
    const { ports, pid, book } = await unknownOffline();
    const close = (closing: Closing, by: readonly [string, string] = staff) =>
      closeCase(ports, pid, { closing, staff: by });
    expect(await close(captured)).toEqual(err('not_with_people'));
    await handOver(ports, pid, 'ar');
    expect(await close(captured, ['SUP1', 'SUP1'])).toEqual(err('same_person'));
    const givenBack = { outcome: 'reversed', evidence: 'refund_paper', reference: 'R1' } as const;
    expect(await close(givenBack)).toEqual(err('outcome_not_possible'));
    expect(book.get(pid)!.state).toBe('manual');
  });

  it('and contradicted by the gateway goes to its people, who have the last word', async () => {
    const { ports, pid, book, gateway, time } = await withPeople();
    await closeCase(ports, pid, { closing: captured, staff });
    gateway.reachable = true;
    gateway.is('manual');
    gateway.also = { caseId: '12' };
    gateway.commit = async () => err({ kind: 'problem', code: 'conflict', message: '' });
    await time.pass(60_000);
    expect(book.get(pid)).toMatchObject({ state: 'manual', caseId: '12', receiptNo: 'K001-00000001' });
    expect(await closeCase(ports, pid, { closing: notCharged, staff })).toEqual(err('outcome_not_possible'));
  });
});
