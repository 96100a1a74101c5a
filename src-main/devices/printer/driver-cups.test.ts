import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CupsPrinter } from './driver-cups.ts';
import { encodeIpp, ippOperation } from './ipp.ts';
import { testPaper } from './test-support.ts';

const paper = { ...testPaper(8), pdf: Buffer.from('%PDF-1.4') };

/** A print server that says what the test wants, in the words the real one was heard to use. */
describe('what an office printer is said to be', () => {
  let server: Server;
  let printer: CupsPrinter;
  let reasons: [string, ...string[]];
  let jobState: number;
  let jobReasons: [string, ...string[]];
  let jobMessage: string;
  let asked: number[];
  let jobs: number[];
  let silent: boolean;

  beforeEach(async () => {
    [reasons, jobReasons, jobState, jobMessage, asked, jobs, silent] = [['none'], ['none'], 5, '', [], [], false];
    server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        if (silent) return;
        const operation = Buffer.concat(pieces).readUInt16BE(2);
        asked.push(operation);
        response.end(answerTo(operation));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    printer = new CupsPrinter({ port: typeof address === 'object' && address ? address.port : 0, queue: 'desk' });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function answerTo(operation: number): Uint8Array {
    switch (operation) {
      case ippOperation.getPrinterAttributes:
        return answer([
          ['printer-state', 'integer', 3],
          ['printer-state-reasons', 'keyword', ...reasons],
        ]);
      case ippOperation.printJob:
        jobs = [5];
        return answer([['job-id', 'integer', 5]]);
      case ippOperation.getJobAttributes:
        return answer([
          ['job-state', 'integer', jobState],
          ['job-printer-state-reasons', 'keyword', ...jobReasons],
          ['job-printer-state-message', 'name', jobMessage],
        ]);
      case ippOperation.getJobs:
        return answer(jobs.map((id) => ['job-id', 'integer', id] as const));
      default:
        jobs = [];
        return answer([]);
    }
  }

  const answer = (attributes: Parameters<typeof encodeIpp>[0]['attributes']): Uint8Array =>
    encodeIpp({ operation: 0, requestId: 1, attributes });

  it('a job that is completed is out, and nothing is cancelled', async () => {
    jobState = 9;
    expect(await printer.print(paper, 5_000)).toEqual({ ok: true, value: null });
    expect(asked).not.toContain(ippOperation.cancelJob);
  });

  it('no paper before printing: nothing is sent', async () => {
    reasons = ['media-empty-error'];
    expect(await printer.ask()).toBe('out_of_paper');
    expect(await printer.print(paper, 5_000)).toEqual({ ok: false, error: 'out_of_paper' });
    expect(asked).not.toContain(ippOperation.printJob);
  });

  it('the paper runs out half-way: the job is cancelled at once, and filling it up is enough', async () => {
    jobReasons = ['media-empty-error'];
    const began = performance.now();
    expect(await printer.print(paper, 15_000)).toEqual({ ok: false, error: 'out_of_paper' });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(jobs).toEqual([]);
    expect(await printer.ask()).toBe('ready');
  });

  it('nothing comes out and only the message tells why: given up in time, and remembered', async () => {
    jobMessage = 'The printer is not responding.';
    expect(await printer.print(paper, 1_000)).toEqual({ ok: false, error: 'offline' });
    expect(jobs).toEqual([]);
    expect(await printer.ask()).toBe('offline');
  });

  it('a job that hangs without a word is unknown, and cancelled too', async () => {
    expect(await printer.print(paper, 1_000)).toEqual({ ok: false, error: 'unknown' });
    expect(jobs).toEqual([]);
  });

  it('what an earlier run left is cancelled with the first question', async () => {
    jobs = [3, 4];
    expect(await printer.ask()).toBe('ready');
    expect(asked.filter((operation) => operation === ippOperation.cancelJob)).toHaveLength(2);
  });

  it('a print server that does not answer is offline', async () => {
    silent = true;
    expect(await printer.ask()).toBe('offline');
  });
});
