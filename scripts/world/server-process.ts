import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Longest time a server may take until it listens, ms; the embedded database is slowest at its first start. */
const readyWithinMs = 60_000;

/** A server of the demo world as a process of its own. */
export interface ServerProcess {
  readonly name: string;
  /** What it said of itself when it was ready: at least its port. */
  readonly ready: Readonly<Record<string, unknown>> & { readonly port: number };
  readonly process: ChildProcess;
  /** Ends it and waits until it is gone. `SIGKILL` is a power cut. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/**
 * Starts `node <file>` and waits for its line `{"ready": …, "port": …}`. Rejects with its last words when
 * it ends or stays silent instead.
 */
export function startServer(
  name: string,
  file: string,
  environment: Readonly<Record<string, string>>,
  say: (line: string) => void = () => undefined,
): Promise<ServerProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lastWords: string[] = [];
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${name} did not start within ${readyWithinMs / 1000} s: ${lastWords.join(' | ')}`));
    }, readyWithinMs);
    const hear = (line: string): void => {
      lastWords.push(line.slice(0, 300));
      if (lastWords.length > 8) lastWords.shift();
      say(`${name}: ${line}`);
    };
    createInterface({ input: child.stderr }).on('line', hear);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = readyLine(line);
      if (!ready) return hear(line);
      clearTimeout(late);
      resolve({ name, ready, process: child, stop: (signal = 'SIGTERM') => stopProcess(child, signal) });
    });
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`${name} ended at once (${code ?? 'killed'}): ${lastWords.join(' | ')}`));
    });
  });
}

function readyLine(line: string): (Record<string, unknown> & { port: number }) | null {
  if (!line.startsWith('{"ready"')) return null;
  const said: unknown = JSON.parse(line);
  return isReady(said) ? said : null;
}

function isReady(said: unknown): said is Record<string, unknown> & { port: number } {
  return typeof said === 'object' && said !== null && 'port' in said && typeof said.port === 'number';
}

function stopProcess(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const harder = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.once('exit', () => {
      clearTimeout(harder);
      resolve();
    });
    child.kill(signal);
  });
}
