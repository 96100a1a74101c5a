import { mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrinterSimulator } from '../../../src-simulators/printer/printer.ts';
import { hasTty, openTestTty, type TestTty } from '../test-support-tty.ts';
import { openPrinter } from './open-printer.ts';
import type { PrinterDriver } from './driver.ts';
import { testPaper } from './test-support.ts';

/** The kernel's own line with the simulated printer on its other end stands in for `/dev/usb/lp0`. */
describe.runIf(hasTty)('a printer on USB', () => {
  let folder: string;
  let path: string;
  let tty: TestTty;
  let simulator: PrinterSimulator;
  let printer: PrinterDriver;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wafa-usb-'));
    path = join(folder, 'lp0');
    simulator = new PrinterSimulator({ slowMs: 60_000 });
    await plugIn();
    printer = openPrinter({ by: 'usb', path });
  });
  afterEach(async () => {
    await tty.pull();
    rmSync(folder, { recursive: true });
  });

  async function plugIn(): Promise<void> {
    tty = await openTestTty();
    simulator.plug(tty.cable);
    symlinkSync(tty.path, `${path}.new`);
    renameSync(`${path}.new`, path);
  }

  it.each(['ready', 'paper_near_end'] as const)('%s: says so and prints', async (state) => {
    await simulator.set(state);
    expect(await printer.ask()).toBe(state);
    expect(await printer.print(testPaper(600), 10_000)).toEqual({ ok: true, value: null });
    expect(simulator.jobs()).toHaveLength(1);
    expect(simulator.latest()).toMatchObject({ complete: true, height: 600 });
  });

  it.each(['out_of_paper', 'cover_open', 'jam'] as const)('%s: says so and sends nothing', async (state) => {
    await simulator.set(state);
    expect(await printer.ask()).toBe(state);
    expect(await printer.print(testPaper(300), 10_000)).toEqual({ ok: false, error: state });
    await simulator.set('ready');
    await pause(60);
    expect(simulator.jobs()).toEqual([]);
  });

  it('a job that takes too long is given up, and nothing of it reaches the next visitor', async () => {
    await simulator.set('slow');
    expect((await printer.print(testPaper(300), 1_000)).ok).toBe(false);
    await simulator.set('ready');
    await pause(60);
    expect(simulator.jobs()).toEqual([]);
    expect((await printer.print(testPaper(40), 10_000)).ok).toBe(true);
    expect(simulator.jobs().map(({ height }) => height)).toEqual([40]);
  });

  it('the device vanishes in the middle of a job, and what the printer still holds is forgotten when it is back', async () => {
    await simulator.set('slow');
    const job = printer.print(testPaper(600), 10_000);
    await pause(300);
    await tty.pull();
    expect(await job).toEqual({ ok: false, error: 'offline' });
    expect(await printer.ask()).toBe('offline');

    await plugIn();
    expect(await printer.ask()).toBe('ready');
    await simulator.set('ready');
    await pause(60);
    expect(simulator.jobs()).toEqual([]);
    expect((await printer.print(testPaper(40), 10_000)).ok).toBe(true);
    expect(simulator.jobs().map(({ height }) => height)).toEqual([40]);
  });

  it('a device that is not there, or is none, is a printer that is offline', async () => {
    expect(await openPrinter({ by: 'usb', path: join(folder, 'none') }).ask()).toBe('offline');
    expect(await openPrinter({ by: 'usb', path: '/dev/null' }).ask()).toBe('offline');
  });
});
