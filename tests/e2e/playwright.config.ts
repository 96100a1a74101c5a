import { defineConfig } from '@playwright/test';

/** The real app under one virtual screen, one test at a time: the machine has two cores and the app needs them. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../out/e2e',
  fullyParallel: false,
  workers: 1,
  // A virtual screen on a busy machine may stand still for one test; Playwright names what passed only the second time.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json']],
});
