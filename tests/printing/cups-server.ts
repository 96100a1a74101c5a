import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { requirePrograms } from '../../scripts/prepare/system-packages.ts';
import { Unprepared } from '../../scripts/prepare/say.ts';
import { freePort } from '../../src-gateway/edge/system.ts';

/** A print server of our own with one raw queue: what is printed arrives at `printerPort` byte for byte. */
export interface CupsServer {
  readonly port: number;
  readonly queue: string;
  /** Ends it as a power cut would; the jobs stay on the disk. */
  kill(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

const queue = 'desk';
const startLimitMs = 15_000;

/**
 * Makes the real `cupsd` with everything it writes in a folder of its own, on loopback.
 * @throws Unprepared with a sentence when CUPS is not here and may not be installed by this user
 */
export async function makeCups(printerPort: number): Promise<CupsServer> {
  if (process.platform !== 'linux') throw new Unprepared('The print server under test is CUPS on Linux.');
  process.env.PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;
  await requirePrograms(['cupsd']);
  const home = mkdtempSync(join(tmpdir(), 'wafa-cups-'));
  const port = await freePort('127.0.0.1');
  writeSettings(home, port, printerPort);
  let server: ChildProcess | null = null;
  const kill = async (): Promise<void> => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const backEnds = childrenOf(server.pid);
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
    // A power cut spares nobody; an orphan would go on looking for the printer.
    for (const child of backEnds) process.kill(child, 'SIGKILL');
  };
  const start = async (): Promise<void> => {
    const files = ['-c', join(home, 'cupsd.conf'), '-s', join(home, 'cups-files.conf')];
    server = spawn('cupsd', ['-f', ...files], { stdio: 'ignore' });
    await listening(port, home);
  };
  await start();
  return {
    port,
    queue,
    kill,
    start,
    async remove() {
      await kill();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function childrenOf(pid: number | undefined): number[] {
  const list = `/proc/${String(pid)}/task/${String(pid)}/children`;
  return existsSync(list) ? readFileSync(list, 'utf8').split(' ').filter(Boolean).map(Number) : [];
}

async function listening(port: number, home: string): Promise<void> {
  const end = performance.now() + startLimitMs;
  while (performance.now() < end) {
    try {
      await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1_000) });
      return;
    } catch {
      await pause(50);
    }
  }
  const log = join(home, 'error_log');
  throw new Error(
    `cupsd did not start: ${existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : 'it wrote no log'}`,
  );
}

function writeSettings(home: string, port: number, printerPort: number): void {
  chmodSync(home, 0o755); // backends run as a user without rights
  for (const folder of ['spool', 'cache', 'state', 'spool/tmp']) mkdirSync(join(home, folder), { mode: 0o755 });
  writeFileSync(
    join(home, 'cups-files.conf'),
    [
      `ServerRoot ${home}`,
      `RequestRoot ${join(home, 'spool')}`,
      `TempDir ${join(home, 'spool/tmp')}`,
      `CacheDir ${join(home, 'cache')}`,
      `StateDir ${join(home, 'state')}`,
      `AccessLog ${join(home, 'access_log')}`,
      `ErrorLog ${join(home, 'error_log')}`,
      `PageLog ${join(home, 'page_log')}`,
      '',
    ].join('\n'),
  );
  // The policy is the one CUPS ships: whoever made a job may cancel it.
  writeFileSync(
    join(home, 'cupsd.conf'),
    [
      `Listen 127.0.0.1:${port}`,
      'Browsing Off',
      'LogLevel warn',
      '<Location />\n  Order allow,deny\n  Allow localhost\n</Location>',
      readShippedPolicy(),
      '',
    ].join('\n'),
  );
  writeFileSync(
    join(home, 'printers.conf'),
    `<Printer ${queue}>\nDeviceURI socket://127.0.0.1:${printerPort}\nState Idle\nAccepting Yes\nErrorPolicy retry-job\n</Printer>\n`,
    { mode: 0o600 },
  );
}

/** The default policy of the installed CUPS, as Debian and others ship it. */
function readShippedPolicy(): string {
  const shipped = readFileSync('/usr/share/cups/cupsd.conf.default', 'utf8');
  return /<Policy default>[\s\S]*?<\/Policy>/.exec(shipped)?.[0] ?? '';
}

/** The machine at the end of the queue: takes whatever arrives and keeps it. */
export class OfficePrinter {
  readonly received: Buffer[] = [];
  #server: Server | null = null;

  /** Switches it on. */
  listen(port: number): Promise<void> {
    return new Promise((resolve) => {
      this.#server = createServer((socket) => {
        const pieces: Buffer[] = [];
        socket.on('data', (piece: Buffer) => pieces.push(piece));
        socket.on('error', () => undefined);
        socket.on('close', () => this.received.push(Buffer.concat(pieces)));
      }).listen(port, '127.0.0.1', resolve);
    });
  }

  /** Switches it off. */
  close(): void {
    this.#server?.close();
    this.#server = null;
  }
}
