import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { railSchema } from '../../../src-shared/domain/receipt.ts';
import { runSeed } from '../run.ts';
import { isFault } from '../world/swarm.ts';

const stored = z
  .array(
    z.strictObject({
      rail: railSchema,
      seed: z.int(),
      needs: z.array(z.string().refine(isFault)).default([]),
      /** What went wrong, and what was done about it. */
      story: z.string().min(20),
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('../regressions.json', import.meta.url), 'utf8')));

it.each(stored)('seed $seed $rail: $story', async ({ rail, seed, needs }) => {
  const { violations } = await runSeed(seed, rail, { needs: needs.filter(isFault) });
  expect(violations).toEqual([]);
});
