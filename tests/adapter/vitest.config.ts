import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The conformance suite drives a test system over the network, so it stands apart from the unit tests. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: ['tests/adapter/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
