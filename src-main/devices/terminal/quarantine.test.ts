import { expect, it } from 'vitest';
import { Quarantine } from './quarantine.ts';

/** A payment sent in life 1 whose connection ended at 1,000 ms, and a "not found" to a question asked at `askedMs`. */
function sent(askedMs: number | null, life: number | null = 1): Quarantine {
  const quarantine = new Quarantine();
  quarantine.sending('A', life);
  quarantine.connectionEnded('A', 1_000);
  if (askedMs !== null) quarantine.notFound('A', askedMs);
  return quarantine;
}

it('not found counts from the end of the quarantine on', () => {
  expect(sent(150_999).neverHadIt('A', 1)).toBe(false);
  expect(sent(151_000).neverHadIt('A', 1)).toBe(true);
});

it('not before the terminal has said not found at all', () => {
  expect(sent(null).neverHadIt('A', 1)).toBe(false);
});

it('not while the connection is open', () => {
  const quarantine = new Quarantine();
  quarantine.sending('A', 1);
  quarantine.notFound('A', 900_000);
  expect(quarantine.neverHadIt('A', 1)).toBe(false);
});

it('not when the terminal may have restarted since, or nobody watched it', () => {
  expect(sent(900_000).neverHadIt('A', 2)).toBe(false);
  expect(sent(900_000).neverHadIt('A', null)).toBe(false);
  expect(sent(900_000, null).neverHadIt('A', 1)).toBe(false);
  expect(sent(900_000, null).neverHadIt('A', null)).toBe(false);
});

it('not for a payment of another life of the program', () => {
  expect(new Quarantine().neverHadIt('A', 1)).toBe(false);
});

it('at once where nothing was sent', () => {
  const quarantine = new Quarantine();
  quarantine.sending('A', null);
  quarantine.notSent('A');
  expect(quarantine.neverHadIt('A', null)).toBe(true);
});
