import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { electronRuntime } from '../../scripts/prepare/electron-runtime.ts';
import { sandboxFlags } from '../../scripts/prepare/sandbox.ts';

/** Longest wait for a first screen, ms. */
const firstScreenMs = 60_000;

/** A started application and how long it took to its first painted screen, ms. */
export interface Started {
  readonly process: ChildProcess;
  readonly ms: number;
}

/** Spawns Electron on `folder` and waits for `mark` on its output. */
export function startUntil(
  folder: string,
  mark: string,
  environment: Readonly<Record<string, string>>,
  limitMs = firstScreenMs,
): Promise<Started> {
  const { executable, dist } = electronRuntime();
  const from = performance.now();
  const child = spawn(executable, [folder, ...sandboxFlags(dist), '--force-device-scale-factor=1'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said = (said + piece.toString()).slice(-2_000)));
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${folder} drew nothing within ${limitMs} ms`));
    }, limitMs);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`${folder} ended with ${code ?? 'a signal'}:\n${said}`));
    });
    child.stdout.on('data', (piece: Buffer) => {
      if (!piece.toString().includes(mark)) return;
      clearTimeout(late);
      resolve({ process: child, ms: performance.now() - from });
    });
  });
}

/** Ends an application and waits until it is gone. */
export async function end(started: Started): Promise<void> {
  const gone = new Promise((resolve) => started.process.once('exit', resolve));
  started.process.kill('SIGKILL');
  await gone;
}

/** Proportional set size of a process and all its descendants, MB. Linux only. */
export function treePssMb(pid: number): number {
  return [pid, ...descendants(pid)].reduce((total, each) => total + pssKb(each), 0) / 1024;
}

function descendants(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function parentOf(pid: number): number {
  try {
    return Number(/\) \S+ (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0; // ended meanwhile
  }
}

function pssKb(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0; // ended meanwhile
  }
}
