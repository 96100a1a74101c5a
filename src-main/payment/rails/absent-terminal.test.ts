import { describe, expect, it } from 'vitest';
import { order, paymentRoom } from '../test-support.ts';
import { absentTerminal } from './absent-terminal.ts';
import { TerminalRail } from './terminal-rail.ts';

const capture = { amountFils: order.totalFils, card: { approvalCode: '1' } };
const terminal = { saleId: 'K001', poiId: 'POI1', serviceId: '1' };

/** A kiosk whose terminal was taken out of the settings while an attempt was open. */
async function withoutItsTerminal(captured: boolean) {
  const before = await paymentRoom();
  const pid = 'c'.repeat(32);
  const { party, ...agreed } = order;
  const facts = { ...agreed, pid, rail: 'terminal' as const, items: [...order.items] };
  const createdAt = '2026-11-22T09:00:00.000+03:00';
  await before.book.record(pid, { type: 'CREATED', facts: { ...facts, partyKind: party.kind, createdAt } });
  await before.book.record(pid, { type: 'RESERVED', leaseSeconds: 600 });
  await before.book.record(pid, { type: 'SENT', railRef: 'POI1/1', terminal });
  if (captured)
    await before.book.record(pid, { type: 'CAPTURE_PROVED', capture, receiptNo: 'K001-00000001', issuedAt: createdAt });
  const gateway: { port: ConstructorParameters<typeof TerminalRail>[0]['gateway'] | null } = { port: null };
  const call = () => {
    if (!gateway.port) throw new Error('asked before the room was there');
    return gateway.port;
  };
  const rail = new TerminalRail({
    driver: absentTerminal,
    gateway: {
      arm: (...given) => call().arm(...given),
      noCharge: (...given) => call().noCharge(...given),
      reversed: (...given) => call().reversed(...given),
      report: (...given) => call().report(...given),
    },
    clock: before.time,
    openUnknown: () => false,
  });
  const after = await paymentRoom(before.fs, [rail]);
  gateway.port = after.gateway;
  after.gateway.is('open');
  await after.desk.recover();
  return { ...after, pid };
}

describe('a kiosk whose terminal was taken away', () => {
  it('takes no card', async () => {
    const { desk } = await withoutItsTerminal(true);
    expect(desk.openRails()).toEqual(['phone', 'screen']);
    expect(await desk.start({ ...order, rail: 'terminal' })).toMatchObject({ result: 'closed' });
  });

  it('commits what the terminal took', async () => {
    const { desk, time, pid } = await withoutItsTerminal(true);
    await time.pass(2_000);
    expect(desk.view(pid)?.state).toBe('posted');
  });

  it('follows an unknown outcome until the settlement has decided it', async () => {
    const { desk, book, gateway, time, pid } = await withoutItsTerminal(false);
    await time.pass(60_000);
    expect(desk.view(pid)?.state).toBe('unknown');
    gateway.is('not_charged');
    await time.pass(10 * 60_000);
    expect(book.get(pid)).toMatchObject({ state: 'not_charged', noChargeProof: 'settlement' });
  });
});
