import { connect, type Socket } from 'node:net';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrinterSimulator } from './printer.ts';

/** Two rows of eight dots as GS v 0. */
const picture = [0x1d, 0x76, 0x30, 0, 1, 0, 2, 0, 0b10000001, 0b01111110];
const cut = [0x1d, 0x56, 66, 0];
const sayWhenDone = [0x1d, 0x72, 1];
const askPaper = [0x10, 0x04, 4];

describe('simulated printer', () => {
  let printer: PrinterSimulator;
  let line: Socket;
  let answers: number[];
  let port: number;

  beforeEach(async () => {
    printer = new PrinterSimulator({ slowMs: 60_000 });
    port = await printer.listen();
    answers = [];
    line = dial();
  });
  afterEach(() => printer.close());

  function dial(): Socket {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => answers.push(...bytes));
    return socket;
  }
  const send = (...bytes: number[]) => line.write(Buffer.from(bytes));
  const until = (done: () => boolean) => expect.poll(done, { timeout: 3_000, interval: 5 }).toBe(true);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it('what was burnt before the cut is one job, as a picture', async () => {
    send(0x1b, 0x40, ...picture, ...picture, ...cut, ...sayWhenDone);
    await until(() => answers.length === 1);
    expect(answers).toEqual([0]);
    expect(printer.jobs()).toHaveLength(1);
    expect(printer.latest()).toMatchObject({ id: 'print-1', complete: true, width: 8, height: 4 });
    const { data } = PNG.sync.read(printer.latest()?.png ?? Buffer.alloc(0));
    expect([0, 1, 7, 8, 9, 15].map((at) => data[at * 4])).toEqual([0, 255, 0, 255, 0, 255]);
  });

  it('bytes that come one by one mean the same', async () => {
    for (const byte of [0x1b, 0x40, ...picture, ...cut, ...sayWhenDone]) {
      send(byte);
      await pause(1);
    }
    await until(() => answers.length === 1);
    expect(printer.latest()).toMatchObject({ complete: true, height: 2 });
  });

  it('a status is answered at once, even in the middle of a picture', async () => {
    await printer.set('paper_near_end');
    send(0x1d, 0x76, 0x30, 0, 3, 0, 2, 0, ...askPaper);
    await until(() => answers.length === 1);
    expect(answers).toEqual([0x1e]);
  });

  it('without paper nothing moves until somebody fills it', async () => {
    await printer.set('out_of_paper');
    send(...picture, ...cut);
    await pause(60);
    expect(printer.jobs()).toEqual([]);
    await printer.set('ready');
    await until(() => printer.jobs().length === 1);
    expect(printer.latest()?.complete).toBe(true);
  });

  it('paper that ends half-way leaves a torn piece when the rest is forgotten', async () => {
    await printer.set('out_of_paper_midway');
    send(...picture, ...picture, ...cut);
    await until(() => printer.state === 'out_of_paper');
    send(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);
    await until(() => printer.jobs().length === 1);
    expect(printer.latest()).toMatchObject({ complete: false, height: 1 });
    expect(answers).toEqual([0x37, 0x25, 0x00]);
  });

  it('offline refuses connections, and is back on the same port', async () => {
    await printer.set('offline');
    await until(() => line.destroyed);
    const refused = dial();
    await until(() => refused.destroyed);
    expect(answers).toEqual([]);
    await printer.set('ready');
    line = dial();
    send(...askPaper);
    await until(() => answers.length === 1);
  });

  it('the tray can be emptied', async () => {
    send(...picture, ...cut, ...sayWhenDone);
    await until(() => answers.length === 1);
    printer.clear();
    expect(printer.latest()).toBe(undefined);
  });
});
