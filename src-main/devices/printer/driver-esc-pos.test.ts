import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrinterSimulator } from '../../../src-simulators/printer/printer.ts';
import { EscPosPrinter } from './driver-esc-pos.ts';
import { jobEnd, jobStart, pictureBands } from './esc-pos.ts';
import { tcpLine } from './driver-tcp-line.ts';
import { testPaper, testRaster } from './test-support.ts';

describe('a printer on the network', () => {
  let simulator: PrinterSimulator;
  let printer: EscPosPrinter;
  let port: number;

  beforeEach(async () => {
    simulator = new PrinterSimulator({ slowMs: 10_000 });
    port = await simulator.listen();
    printer = new EscPosPrinter(tcpLine({ host: '127.0.0.1', port }));
  });
  afterEach(() => simulator.close());

  it.each(['ready', 'paper_near_end'] as const)('%s: says so and prints', async (state) => {
    await simulator.set(state);
    expect(await printer.ask()).toBe(state);
    expect(await printer.print(testPaper(300), 5_000)).toEqual({ ok: true, value: null });
    expect(simulator.jobs()).toHaveLength(1);
    expect(simulator.latest()).toMatchObject({ complete: true, height: 300 });
  });

  it.each(['out_of_paper', 'cover_open', 'jam', 'offline'] as const)('%s: says so and sends nothing', async (state) => {
    await simulator.set(state);
    expect(await printer.ask()).toBe(state);
    expect(await printer.print(testPaper(300), 5_000)).toEqual({ ok: false, error: state });
    await simulator.set('ready');
    await pause(60);
    expect(simulator.jobs()).toEqual([]);
  });

  it('comes back after having been offline', async () => {
    await simulator.set('offline');
    expect(await printer.ask()).toBe('offline');
    await simulator.set('ready');
    expect(await printer.ask()).toBe('ready');
  });

  it('the paper runs out half-way: the job ends at once, and the rest never comes out', async () => {
    await simulator.set('out_of_paper_midway');
    const began = performance.now();
    expect(await printer.print(testPaper(900), 5_000)).toEqual({ ok: false, error: 'out_of_paper' });
    expect(performance.now() - began).toBeLessThan(3_000);
    await simulator.set('ready');
    await pause(60);
    expect(simulator.jobs().map(({ complete }) => complete)).toEqual([false]);
  });

  it('a job that takes too long is given up, and nothing of it reaches the next visitor', async () => {
    await simulator.set('slow');
    expect(await printer.print(testPaper(300), 400)).toEqual({ ok: false, error: 'unknown' });
    await simulator.set('ready');
    await pause(60);
    expect(simulator.jobs()).toEqual([]);
    expect((await printer.print(testPaper(40), 5_000)).ok).toBe(true);
    expect(simulator.jobs().map(({ height }) => height)).toEqual([40]);
  });

  it('the cover is opened while printing: the job ends, and the next paper starts clean', async () => {
    await simulator.set('slow');
    const job = printer.print(testPaper(600), 5_000);
    await pause(100);
    await simulator.set('cover_open');
    expect(await job).toEqual({ ok: false, error: 'cover_open' });
    await simulator.set('ready');
    expect((await printer.print(testPaper(40), 5_000)).ok).toBe(true);
    expect(simulator.latest()).toMatchObject({ complete: true, height: 40 });
  });

  it('what a kiosk sent before its power went does not come out when it is back', async () => {
    await simulator.set('slow');
    const before = connect({ host: '127.0.0.1', port });
    for (const bytes of [jobStart(false), ...pictureBands(testRaster(300)), jobEnd]) before.write(bytes);
    await new Promise<void>((resolve) => before.end(resolve));
    await pause(60);
    expect(await printer.ask()).toBe('ready');
    await simulator.set('ready');
    await pause(60);
    expect(simulator.jobs()).toEqual([]);
  });

  it('the printer is switched off while printing', async () => {
    await simulator.set('slow');
    const job = printer.print(testPaper(300), 5_000);
    await pause(100);
    await simulator.set('offline');
    expect(await job).toEqual({ ok: false, error: 'offline' });
  });
});

describe('something else on the printer’s port', () => {
  let server: Server;
  const sockets = new Set<Socket>();

  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  function listen(answer: (socket: Socket) => void): Promise<number> {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', () => {
        answer(socket);
      });
    });
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  }

  it('garbage instead of a status is a printer nobody has words for', async () => {
    const port = await listen((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await new EscPosPrinter(tcpLine({ host: '127.0.0.1', port })).ask()).toBe('unknown');
  });

  it('silence is a printer that is offline', async () => {
    const port = await listen(() => undefined);
    expect(await new EscPosPrinter(tcpLine({ host: '127.0.0.1', port })).ask()).toBe('offline');
  });
});
