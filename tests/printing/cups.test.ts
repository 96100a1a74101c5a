import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CupsPrinter } from '../../src-main/devices/printer/driver-cups.ts';
import { testPaper } from '../../src-main/devices/printer/test-support.ts';
import { freePort } from '../../src-gateway/edge/system.ts';
import { makeCups, OfficePrinter, type CupsServer } from './cups-server.ts';

const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n');
const paper = { ...testPaper(8), pdf };
/** Longer than the back end waits before it tries an unreachable printer again (5 s). */
const nextTryMs = 7_000;
/** CUPS reckons in whole seconds and looks a second late: a job may live this much longer than its limit. */
const cupsLatenessMs = 3_000;

describe('an office printer behind the real CUPS', () => {
  let cups: CupsServer;
  let printerPort: number;
  let office: OfficePrinter;
  let printer: CupsPrinter;

  beforeEach(async () => {
    printerPort = await freePort('127.0.0.1');
    cups = await makeCups(printerPort);
    office = new OfficePrinter();
    printer = new CupsPrinter(cups);
  });
  afterEach(async () => {
    office.close();
    await cups.remove();
  });

  it('prints the PDF, unchanged, once', async () => {
    await office.listen(printerPort);
    expect(await printer.ask()).toBe('ready');
    expect(await printer.print(paper, 15_000)).toEqual({ ok: true, value: null });
    expect(office.received.map(String)).toEqual([pdf.toString()]);
  });

  it('that is switched off: the job is given up in time and never comes out, and the printer counts as offline', async () => {
    const began = performance.now();
    expect(await printer.print(paper, 4_000)).toEqual({ ok: false, error: 'offline' });
    expect(performance.now() - began).toBeLessThan(8_000);
    expect(await printer.ask()).toBe('offline');
    await office.listen(printerPort);
    await pause(nextTryMs);
    expect(office.received.map(String)).toEqual([]);

    expect(await printer.print(paper, 15_000)).toEqual({ ok: true, value: null });
    expect(await printer.ask()).toBe('ready');
    expect(office.received.map(String)).toEqual([pdf.toString()]);
  });

  it('the kiosk’s power goes in the middle of a job: the print server gives it up by itself', async () => {
    const limitMs = 3_000;
    const kiosk = await kioskThatPrints(cups, limitMs);
    kiosk.kill('SIGKILL');
    await pause(limitMs + cupsLatenessMs);
    await office.listen(printerPort);
    await pause(nextTryMs);
    expect(office.received.map(String)).toEqual([]);
  });

  it('the power of both goes: what CUPS kept on the disk is cancelled before anything else is printed', async () => {
    const kiosk = await kioskThatPrints(cups, 60_000);
    kiosk.kill('SIGKILL');
    await cups.kill();
    await cups.start();
    const afterwards = new CupsPrinter(cups);
    expect(await afterwards.ask()).toBe('ready');
    await office.listen(printerPort);
    await pause(nextTryMs);
    expect(office.received.map(String)).toEqual([]);
  });

  it('a print server that is away is a printer that is offline', async () => {
    await cups.kill();
    expect(await printer.ask()).toBe('offline');
    expect(await printer.print(paper, 15_000)).toEqual({ ok: false, error: 'offline' });
    await cups.start();
    expect(await printer.ask()).toBe('ready');
  });

  it('a queue that does not exist is offline', async () => {
    expect(await new CupsPrinter({ port: cups.port, queue: 'none' }).ask()).toBe('offline');
  });
});

/** A kiosk of its own process, at the moment when CUPS has its job. */
async function kioskThatPrints({ port, queue }: CupsServer, limitMs: number): Promise<ChildProcess> {
  const program = `
    import { CupsPrinter } from './src-main/devices/printer/driver-cups.ts';
    const ask = globalThis.fetch;
    globalThis.fetch = async (address, options) => {
      const answer = await ask(address, options);
      if (Buffer.from(options.body).includes('%PDF')) console.log('sent');
      return answer;
    };
    const raster = { width: 8, height: 1, bits: Uint8Array.of(1) };
    const printer = new CupsPrinter(${JSON.stringify({ port, queue })});
    await printer.print({ raster, pdf: Buffer.from('%PDF-1.4') }, ${limitMs});`;
  const kiosk = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(kiosk.stdout, 'data');
  return kiosk;
}
