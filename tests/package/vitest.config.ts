import { defineConfig } from 'vitest/config';
import { inRepository } from '../../scripts/prepare/paths.ts';

/* Checks of the packaged application from outside. They need `npm run package` first, so `vitest run` leaves them out. */
export default defineConfig({
  root: inRepository(),
  test: { include: ['tests/package/*.test.ts'], fileParallelism: false, testTimeout: 90_000, hookTimeout: 120_000 },
});
