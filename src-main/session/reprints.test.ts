import { describe, expect, it } from 'vitest';
import type { PaymentRecord } from '../../src-shared/payment/record.ts';
import { order } from '../payment/test-support.ts';
import { maxWrongCodes, reprintMs, Reprints } from './reprints.ts';

const startMs = Date.parse('2026-11-22T09:30:00+03:00');

function rig(...records: PaymentRecord[]) {
  const time = { ms: 0 };
  let made = 0;
  const reprints = new Reprints({
    book: { get: (pid) => records.find((one) => one.pid === pid) ?? null, all: () => records },
    clock: { monotonicMs: () => time.ms, wallMs: () => startMs + time.ms },
    rng: { bytes: (length) => new Uint8Array(length).fill((made += 7)) },
  });
  return { time, reprints };
}

function paid(pid: string, issuedAt: string, proof = `WAFA1.${pid}.s`): PaymentRecord {
  return {
    pid,
    ...order,
    items: [...order.items],
    partyKind: 'individual',
    createdAt: issuedAt,
    state: 'posted',
    version: 5,
    receiptNo: 'K001-00000001',
    issuedAt,
    proof,
  };
}

const found = (pid: string) => ({ type: 'REPRINT_FOUND', pid });
const refused = (problem: string) => ({ type: 'REPRINT_REFUSED', problem });

describe('printing a paper again', () => {
  it('the code on the screen brings back that attempt and no other', () => {
    const { reprints } = rig();
    const [one, other] = [reprints.codeFor('a'), reprints.codeFor('b')];
    expect(one).toMatch(/^\d{6}$/);
    expect(other).not.toBe(one);
    expect(reprints.codeFor('a')).toBe(one);
    expect(reprints.typed(one)).toEqual(found('a'));
    expect(reprints.typed(` ${other.slice(0, 3)} ${other.slice(3)} `.replaceAll(' ', ''))).toEqual(found('b'));
  });

  it('a code ends after fifteen minutes', () => {
    const { reprints, time } = rig();
    const code = reprints.codeFor('a');
    time.ms = reprintMs - 1;
    expect(reprints.typed(code).type).toBe('REPRINT_FOUND');
    time.ms = reprintMs;
    expect(reprints.typed(code)).toEqual(refused('wrong'));
    expect(reprints.any()).toBe(false);
  });

  it('guessing ends after a few tries, also for the right code, until time has passed', () => {
    const { reprints, time } = rig();
    const code = reprints.codeFor('a');
    for (let tries = 1; tries < maxWrongCodes; tries += 1) {
      expect(reprints.typed('000000')).toEqual(refused('wrong'));
    }
    expect(reprints.typed('000000')).toEqual(refused('too_many'));
    expect(reprints.typed(code)).toEqual(refused('too_many'));
    time.ms = reprintMs;
    expect(reprints.typed(reprints.codeFor('a')).type).toBe('REPRINT_FOUND');
  });

  it('the signed receipt brings back its own attempt for fifteen minutes, and a forged or foreign one nothing', () => {
    const { reprints, time } = rig(paid('a', '2026-11-22T09:26:00+03:00'), paid('b', '2026-11-22T09:00:00+03:00'));
    expect(reprints.any()).toBe(true);
    expect(reprints.scanned('WAFA1.a.s\n')).toEqual(found('a'));
    expect(reprints.scanned('WAFA1.b.s')).toEqual(refused('wrong'));
    expect(reprints.scanned('WAFA1.a.forged').type).toBe('REPRINT_REFUSED');
    expect(reprints.scanned('K001-00000001').type).toBe('REPRINT_REFUSED');
    time.ms = reprintMs;
    expect(reprints.scanned('WAFA1.a.s').type).toBe('REPRINT_REFUSED');
  });

  it('a clock set back makes no old receipt a recent one', () => {
    const { reprints, time } = rig(paid('a', '2026-11-22T09:26:00+03:00'));
    time.ms = -60 * 60_000;
    expect(reprints.scanned('WAFA1.a.s').type).toBe('REPRINT_REFUSED');
  });
});
