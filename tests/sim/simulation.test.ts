import { describe, expect, it } from 'vitest';
import { railSchema } from '../../src-shared/domain/receipt.ts';
import { mutants, runMutant } from './mutants.ts';
import { runSeed } from './run.ts';

// A taste of the rows in tests/faults, for every run of the unit tests.

describe.each(railSchema.options)('the simulation on the rail %s', (rail) => {
  it('breaks no invariant in its first seeds', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const { violations } = await runSeed(seed, rail);
      expect(violations, `seed ${seed}`).toEqual([]);
    }
  });

  it('does the same twice for the same seed, and something else for another', async () => {
    const [once, again, other] = [await runSeed(5, rail), await runSeed(5, rail), await runSeed(6, rail)];
    expect(again.hash).toBe(once.hash);
    expect(other.hash).not.toBe(once.hash);
  });
});

it('notices when the ministry is told without a key', async () => {
  const mutant = mutants.find(({ id }) => id === 'M06');
  const found: string[] = [];
  for (let seed = 1; mutant && seed <= 100 && found.length === 0; seed += 1) {
    const { violations } = await runMutant(mutant, seed);
    found.push(...violations.map(({ invariant }) => invariant));
  }
  expect(found).toContain('I3');
});
