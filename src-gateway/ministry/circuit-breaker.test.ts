import { beforeEach, describe, expect, it } from 'vitest';
import { makeCircuitBreaker, type CircuitBreaker } from './circuit-breaker.ts';

let now: number;
let there: boolean;
let probes: number;
let changes: string[];
let breaker: CircuitBreaker;

beforeEach(() => {
  now = 1000;
  there = false;
  probes = 0;
  changes = [];
  breaker = makeCircuitBreaker({
    clock: { monotonicMs: () => now, wallMs: () => now },
    failuresToOpen: 3,
    restMs: 5000,
    probe: async () => {
      probes += 1;
      await Promise.resolve();
      return there;
    },
    onChange: (state) => changes.push(state),
  });
});

function fail(times: number): void {
  for (let time = 0; time < times; time += 1) breaker.note('failed');
}

describe('the circuit breaker', () => {
  it('lets everything pass while failures are not three in a row', async () => {
    fail(2);
    breaker.note('answered');
    fail(2);
    expect(await breaker.maySend()).toBe(true);
    expect(changes).toEqual([]);
  });

  it('opens after three failures and sends nothing during the rest', async () => {
    fail(3);
    expect(await breaker.maySend()).toBe(false);
    now += 4999;
    expect(await breaker.maySend()).toBe(false);
    expect(probes).toBe(0);
    expect(changes).toEqual(['open']);
  });

  it('after the rest asks once, however many are waiting, and rests again when nobody answers', async () => {
    fail(3);
    now += 5000;
    expect(await Promise.all([breaker.maySend(), breaker.maySend(), breaker.maySend()])).toEqual([false, false, false]);
    expect(probes).toBe(1);
    now += 4999;
    expect(await breaker.maySend()).toBe(false);
    expect(probes).toBe(1);
    expect(changes).toEqual(['open']);
  });

  it('closes when the probe is answered; one more failure opens it again, an answer makes it patient again', async () => {
    fail(3);
    now += 5000;
    there = true;
    expect(await breaker.maySend()).toBe(true);
    fail(1);
    expect(await breaker.maySend()).toBe(false);
    now += 5000;
    expect(await breaker.maySend()).toBe(true);
    breaker.note('answered');
    fail(2);
    expect(await breaker.maySend()).toBe(true);
    expect(changes).toEqual(['open', 'closed', 'open', 'closed']);
  });
});
