import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../src-gateway/edge/system.ts';
import { whichProgram } from '../../scripts/prepare/run.ts';
import { Unprepared } from '../../scripts/prepare/say.ts';
import { requirePrograms } from '../../scripts/prepare/system-packages.ts';

/** A PostgreSQL cluster of this test's own, which can be killed and started again on the same data and port. */
export interface PostgresServer {
  /** As `GATEWAY_DATABASE`. */
  readonly url: string;
  /** Resolves when it answers queries, after whatever recovery it needs. */
  start(): Promise<void>;
  /** SIGKILL to the postmaster and all its children: nothing is flushed, nobody says goodbye. */
  kill(): Promise<void>;
  /** `pg_ctl stop -m immediate`: ends without a checkpoint. */
  stopImmediately(): Promise<void>;
  /** Ends it for good and removes its data. */
  remove(): Promise<void>;
}

/** Longest wait for a start with recovery, or for an end, ms. */
const limitMs = 30_000;
const bounded = { timeout: limitMs, killSignal: 'SIGKILL' } as const;
const user = 'wafa';

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Makes a cluster with its usual, safe settings on loopback, as a user without rights when this one is root.
 * @throws Unprepared with a sentence when PostgreSQL is not here and may not be installed by this user
 */
export async function makePostgres(): Promise<PostgresServer> {
  if (process.platform !== 'linux')
    throw new Unprepared('Killing PostgreSQL with all its children is written for Linux.');
  const programs = await findPrograms();
  const account = process.getuid?.() === 0 ? unprivileged() : null;
  const home = mkdtempSync(join(tmpdir(), 'wafa-postgres-'));
  if (account !== null) chownSync(home, account.uid, account.gid);
  const as = account ?? {};
  const data = join(home, 'data');
  const made = await ended(
    spawn(join(programs, 'initdb'), ['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C'], {
      ...as,
      ...bounded,
      cwd: home,
      stdio: 'ignore',
    }),
  );
  if (made !== 0) throw new Error(`initdb ended with ${made}`);
  return new Cluster({ programs, home, data, port: await freePort('127.0.0.1'), as });
}

interface Place {
  readonly programs: string;
  readonly home: string;
  readonly data: string;
  readonly port: number;
  readonly as: Partial<Account>;
}

class Cluster implements PostgresServer {
  readonly url: string;
  readonly #place: Place;
  #server: ChildProcess | null = null;

  constructor(place: Place) {
    this.#place = place;
    this.url = `postgres://${user}@127.0.0.1:${place.port}/postgres`;
  }

  async start(): Promise<void> {
    const end = performance.now() + limitMs;
    while (performance.now() < end) {
      this.#server ??= this.#spawn();
      if (await answers(this.url)) return;
      // It refuses while a child of the one before still holds the shared memory.
      if (hasEnded(this.#server)) this.#server = null;
      await pause(50);
    }
    throw new Error(`PostgreSQL did not come up within ${limitMs / 1000} s`);
  }

  async kill(): Promise<void> {
    const server = this.#server;
    if (server?.pid === undefined) return;
    // First stopped, so that it starts no child between the look and the kill.
    signal(server.pid, 'SIGSTOP');
    const children = childrenOf(server.pid);
    for (const pid of [server.pid, ...children]) signal(pid, 'SIGKILL');
    await ended(server);
    await untilGone(children);
    this.#server = null;
  }

  async stopImmediately(): Promise<void> {
    const server = this.#server;
    if (server?.pid === undefined) return;
    const children = childrenOf(server.pid);
    const { programs, data, as, home } = this.#place;
    const stop = ['stop', '-D', data, '-m', 'immediate', '-w', '-t', '20'];
    const code = await ended(spawn(join(programs, 'pg_ctl'), stop, { ...as, ...bounded, cwd: home, stdio: 'ignore' }));
    if (code !== 0) return this.kill();
    await ended(server);
    await untilGone(children);
    this.#server = null;
  }

  async remove(): Promise<void> {
    await this.stopImmediately();
    rmSync(this.#place.home, { recursive: true, force: true });
  }

  #spawn(): ChildProcess {
    const { programs, data, port, home, as } = this.#place;
    const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=60'];
    const options = settings.flatMap((setting) => ['-c', setting]);
    return spawn(join(programs, 'postgres'), ['-D', data, ...options], { ...as, cwd: home, stdio: 'ignore' });
  }
}

/** The folder of the server programs; Debian keeps them off the search path. */
async function findPrograms(): Promise<string> {
  const found = serverPrograms();
  if (found !== null) return found;
  await requirePrograms(['postgresql']);
  const installed = serverPrograms();
  if (installed === null)
    throw new Unprepared('PostgreSQL was installed, but its server programs are not where they are looked for.');
  return installed;
}

function serverPrograms(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = versions.map((version) => join(debian, version, 'bin'));
  const onPath = whichProgram('initdb');
  return (
    [...folders, ...(onPath === undefined ? [] : [join(onPath, '..')])].find((folder) =>
      existsSync(join(folder, 'initdb')),
    ) ?? null
  );
}

/** PostgreSQL refuses to run as root. `nobody` is on every system, and owns nothing. */
function unprivileged(): Account {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined)
    throw new Unprepared('PostgreSQL needs a user without rights, and this system has no "nobody".');
  return { uid: Number(uid), gid: Number(gid) };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

/** Null when there is no such process any more. */
function parentOf(pid: number): number | null {
  try {
    // After the name, which stands in brackets and may hold anything: state, then parent.
    const parent = /^.*\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
    return parent === undefined ? null : Number(parent);
  } catch {
    return null;
  }
}

async function untilGone(pids: readonly number[]): Promise<void> {
  const end = performance.now() + limitMs;
  while (pids.some((pid) => isAlive(pid))) {
    if (performance.now() > end) throw new Error('a child of PostgreSQL outlived it');
    await pause(10);
  }
}

function isAlive(pid: number): boolean {
  try {
    // A zombie holds nothing; it waits for init to collect it.
    return !/^.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Exit code; 1 when it was killed or could not be started. */
function ended(child: ChildProcess): Promise<number> {
  if (hasEnded(child)) return Promise.resolve(child.exitCode ?? 1);
  return new Promise((resolve) => {
    child.once('error', () => {
      resolve(1);
    });
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}
