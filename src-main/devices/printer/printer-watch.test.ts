import { expect, it } from 'vitest';
import type { PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import { MemoryPrinter } from './memory-printer.ts';
import { PrinterWatch } from './printer-watch.ts';
import { testPaper } from './test-support.ts';

function rig() {
  const printer = new MemoryPrinter();
  const changes: PrinterStatus[] = [];
  const due: { ms: number; run: () => void }[] = [];
  let nowMs = 0;
  const watch = new PrinterWatch({
    driver: printer,
    clock: { monotonicMs: () => nowMs, wallMs: () => 0 },
    timers: {
      after(ms, run) {
        due.push({ ms, run });
        return { cancel: () => undefined };
      },
    },
    onChange: (status) => changes.push(status),
  });
  return { printer, watch, changes, due, pass: (ms: number) => (nowMs += ms) };
}

/** Lets everything that is only waiting for its turn have it. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

it('an idle printer is looked at every 10 seconds, and only changes are told', async () => {
  const { printer, watch, changes, due } = rig();
  expect(watch.current()).toBe('unknown');
  await watch.start();
  due[0]?.run();
  await settle();
  printer.status = 'cover_open';
  due[1]?.run();
  await settle();
  expect(due.map(({ ms }) => ms)).toEqual([10_000, 10_000, 10_000]);
  expect(changes).toEqual(['ready', 'cover_open']);
});

it('many looks at a busy printer are one, and a later one asks again', async () => {
  const { printer, watch } = rig();
  await watch.start();
  let asked = 0;
  const ask = printer.ask.bind(printer);
  printer.ask = () => ((asked += 1), ask());
  await Promise.all([watch.look(), watch.look(), watch.look()]);
  await watch.look();
  expect(asked).toBe(2);
});

it('after stop nobody looks any more', async () => {
  const { watch, due } = rig();
  await watch.start();
  watch.stop();
  due[0]?.run();
  await settle();
  expect(due).toHaveLength(1);
});

it('a failed job tells what it found before the next look', async () => {
  const { printer, watch, changes } = rig();
  await watch.start();
  printer.status = 'jam';
  expect(await watch.print(testPaper(10))).toEqual({ ok: false, error: 'jam' });
  expect(watch.current()).toBe('jam');
  expect(changes).toEqual(['ready', 'jam']);
});

it('the paper nearing its end is noticed with the job that brought it there', async () => {
  const { printer, watch } = rig();
  await watch.start();
  const job = watch.print(testPaper(10));
  printer.status = 'paper_near_end';
  expect((await job).ok).toBe(true);
  expect(watch.current()).toBe('paper_near_end');
});

it('a second job waits for the first, and the wait is taken off its time', async () => {
  const { printer, watch, pass } = rig();
  await watch.start();
  let free: () => void = () => undefined;
  printer.busy = new Promise((resolve) => (free = resolve));
  const [first, second] = [watch.print(testPaper(10)), watch.print(testPaper(20))];
  await settle();
  pass(6_000);
  free();
  expect([(await first).ok, (await second).ok]).toEqual([true, true]);
  expect(printer.printed.map(({ height }) => height)).toEqual([10, 20]);
  expect(printer.limits).toEqual([15_000, 9_000]);
});

it('a job that waited longer than it may take is not printed any more', async () => {
  const { printer, watch, pass } = rig();
  await watch.start();
  let free: () => void = () => undefined;
  printer.busy = new Promise((resolve) => (free = resolve));
  const [first, second] = [watch.print(testPaper(10)), watch.print(testPaper(20))];
  await settle();
  pass(15_000);
  free();
  expect((await first).ok).toBe(true);
  expect(await second).toEqual({ ok: false, error: 'unknown' });
  expect(printer.printed).toHaveLength(1);
});
