import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Printing through the real print server, which has to be installed, so it stands apart from the unit tests. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: ['tests/printing/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 300_000, // the first run may install CUPS
  },
});
