import { mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScannerSimulator } from '../../../src-simulators/scanner/scanner.ts';
import { systemTimers } from '../../platform/edge/system.ts';
import type { Scanner } from './driver.ts';
import { openScanner } from './open-scanner.ts';
import { hasTty, openTestTty, type TestTty } from '../test-support-tty.ts';

const card = ['IDKWTAA00000011399123100017<<<', '9912315M3001156KWT<<<<<<<<<<<4', 'TESTPERSON<<ANITA<<<<<<<<<<<<<'];

let scans: string[];
let told: string[];
let scanner: Scanner;
const ports = {
  timers: systemTimers,
  onScan: (text: string) => void scans.push(text),
  log: (event: string) => void told.push(event),
};
const until = (done: () => boolean) => expect.poll(done, { timeout: 8_000, interval: 10 }).toBe(true);

beforeEach(() => {
  scans = [];
  told = [];
});
afterEach(() => scanner.stop());

describe('a scanner on the network', () => {
  it('is listened to, and again after its box was restarted', async () => {
    const simulator = new ScannerSimulator();
    const port = await simulator.listen();
    scanner = openScanner({ by: 'tcp', host: '127.0.0.1', port }, ports);
    await until(() => simulator.scan(card.join('\r\n')) > 0 || scans.length > 0);
    await until(() => scans.length === 1);
    expect(scans).toEqual([card.join('\n')]);

    simulator.close();
    const again = new ScannerSimulator();
    await again.listen(port);
    await until(() => again.scan('399123100017') > 0);
    await until(() => scans.length === 2);
    again.close();
  });
});

describe.runIf(hasTty)('a scanner on a serial line', () => {
  let folder: string;
  let path: string;
  let tty: TestTty;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wafa-scanner-'));
    path = join(folder, 'tty');
    tty = await openTestTty();
    symlinkSync(tty.path, path);
  });
  afterEach(async () => {
    await tty.pull();
    rmSync(folder, { recursive: true });
  });

  /** Says it until the driver has opened the line. */
  async function present(text: string): Promise<void> {
    const before = scans.length;
    await until(() => {
      tty.cable.write(text);
      return scans.length > before;
    });
  }

  it('is listened to', async () => {
    scanner = openScanner({ by: 'serial', path, baud: 9_600 }, ports);
    await present('399123100017\r');
    expect(scans[0]).toBe('399123100017');
  });

  it('control characters reach the reader as they are, and stop nothing', async () => {
    scanner = openScanner({ by: 'serial', path, baud: null }, ports);
    await present('3991\u0003\u001a\u001323100017\r');
    expect(scans[0]).toBe('3991\u0003\u001a\u001323100017');
  });

  it('that is pulled out in the middle of a line is found again, and half a line is no scan', async () => {
    scanner = openScanner({ by: 'serial', path, baud: null }, ports);
    await present('399123100017\r');
    tty.cable.write('3990101');
    await tty.pull();
    await until(() => told.includes('scanner-lost'));

    const other = await openTestTty();
    symlinkSync(other.path, `${path}.new`);
    renameSync(`${path}.new`, path);
    tty = other;
    scans = [];
    await present('399010100029\r');
    expect(scans[0]).toBe('399010100029');
  });

  it('that is not there yet is waited for, and said once', async () => {
    scanner = openScanner({ by: 'serial', path: join(folder, 'none'), baud: null }, ports);
    await until(() => told.length > 0);
    symlinkSync(tty.path, join(folder, 'none'));
    await present('399123100017\r');
    expect(told).toEqual(['scanner-lost']);
  });

  it('a file that is no line is refused without harm', async () => {
    scanner = openScanner({ by: 'serial', path: '/dev/null', baud: null }, ports);
    await until(() => told.length > 0);
    expect(scans).toEqual([]);
  });
});
