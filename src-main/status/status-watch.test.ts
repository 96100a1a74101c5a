import { describe, expect, it } from 'vitest';
import type { StatusReply } from '../../src-shared/contract/gateway-http.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { HandTime, settle } from '../payment/test-support.ts';
import { kioskStatus } from './kiosk-status.ts';
import { StatusWatch } from './status-watch.ts';

const fine: StatusReply = {
  demo: true,
  time: '2026-11-22T09:26:00+03:00',
  ministry: 'up',
  paymentsOpen: true,
  rails: ['phone', 'terminal'],
  feedSeq: 7,
  maxItems: 20,
  maxAmountFils: fils(1_000_000),
  serviceChargeFils: fils(0),
  fineTypes: [{ code: 'residency', name: { ar: 'الإقامة', en: 'Residency' } }],
  notices: [],
  offices: [],
};

function watched() {
  const time = new HandTime();
  const told: boolean[] = [];
  let reply: Result<StatusReply, unknown> = ok(fine);
  const watch = new StatusWatch({
    ask: async () => reply,
    timers: time,
    rng: { bytes: () => new Uint8Array(1) },
    onChange: (status) => void told.push(status.online),
  });
  return { time, told, watch, answer: (next: Result<StatusReply, unknown>) => void (reply = next) };
}

describe('the gateway', () => {
  it('that misses one answer is taken for away, and noticed when it is back', async () => {
    const { time, told, watch, answer } = watched();
    await watch.start();
    answer(err('network_down'));
    await time.pass(4_000);
    expect(watch.current().online).toBe(false);
    answer(ok(fine));
    await time.pass(4_000);
    expect(told).toEqual([true, false, true]);
  });

  it('that says the same again wakes nobody', async () => {
    const { time, told, watch } = watched();
    await watch.start();
    await time.pass(20_000);
    expect(told).toEqual([true]);
  });
});

describe('what a visitor can do here', () => {
  const identity = { kioskCode: 'K001', site: { ar: 'مركز', en: 'Centre' } };
  const sources = (changed: object = {}) => ({
    config: { demo: true, gatewayUrl: 'https://gateway.example', rails: ['phone' as const] },
    connection: { identity, needsStaff: false },
    printer: { current: () => 'ready' as const },
    book: { canStart: () => true },
    witness: { trusted: () => true },
    openRails: () => ['phone' as const],
    service: { value: null },
    time: { doubt: () => null },
    ...changed,
  });

  it('is everything when gateway, identity and journal are well', async () => {
    const { watch } = watched();
    await watch.look();
    await settle();
    expect(kioskStatus({ ...sources(), watch })()).toMatchObject({
      online: true,
      paymentsOpen: true,
      outOfService: false,
    });
  });

  it('is not paying while the journal cannot be written', async () => {
    const { watch } = watched();
    await watch.look();
    const book = { canStart: () => false };
    expect(kioskStatus({ ...sources({ book }), watch })()).toMatchObject({ online: true, paymentsOpen: false });
  });

  it('is not paying while the gateway has not recognised the journal', async () => {
    const { watch } = watched();
    await watch.look();
    const witness = { trusted: () => false };
    expect(kioskStatus({ ...sources({ witness }), watch })()).toMatchObject({ online: true, paymentsOpen: false });
  });

  it('offers only rails on which a payment can start now', async () => {
    const { watch } = watched();
    await watch.look();
    expect(kioskStatus({ ...sources({ openRails: () => ['terminal'] }), watch })().rails).toEqual([]);
  });

  it('offers only rails the gateway serves now, and drops one as soon as the gateway closes it', async () => {
    const { watch, told, answer } = watched();
    const rails = ['screen', 'phone', 'terminal'] as const;
    const config = { demo: true, gatewayUrl: 'https://gateway.example', rails };
    const status = kioskStatus({ ...sources({ config, openRails: () => rails }), watch });
    expect(status().rails).toEqual([]);
    await watch.look();
    expect(status().rails).toEqual(['phone', 'terminal']);
    answer(ok({ ...fine, rails: ['terminal'] }));
    await watch.look();
    expect(status().rails).toEqual(['terminal']);
    expect(told).toHaveLength(2);
  });

  it('is nothing on a kiosk without an address or without an identity only staff can give', () => {
    const { watch } = watched();
    const config = { demo: true, gatewayUrl: null, rails: [] };
    expect(kioskStatus({ ...sources({ config }), watch })().outOfService).toBe(true);
    const connection = { identity: null, needsStaff: true };
    expect(kioskStatus({ ...sources({ connection }), watch })().outOfService).toBe(true);
    const service = { value: { by: 'A101', at: '2026-11-26T09:00:00.000+03:00' } };
    expect(kioskStatus({ ...sources({ service }), watch })().outOfService).toBe(true);
  });

  it('comes with the doubt about the time of day', () => {
    const { watch } = watched();
    const time = { doubt: () => 'behind' };
    expect(kioskStatus({ ...sources({ time }), watch })().timeInDoubt).toBe(true);
    expect(kioskStatus({ ...sources(), watch })().timeInDoubt).toBe(false);
  });
});
