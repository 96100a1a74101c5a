import { expect, it } from 'vitest';
import { jobLimitMs } from './job-limit.ts';

it('an ordinary receipt has 15 seconds', () => {
  expect(jobLimitMs(2_000)).toBe(15_000);
  expect(jobLimitMs(12_000)).toBe(15_000);
});

it('five metres of paper have the time they need at 100 mm/s', () => {
  expect(jobLimitMs(40_000)).toBe(50_000);
});
