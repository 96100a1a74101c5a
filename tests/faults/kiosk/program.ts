import { spawn } from 'node:child_process';
import { electronRuntime } from '../../../scripts/prepare/electron-runtime.ts';
import { kioskArguments } from '../../../scripts/world/kiosk-process.ts';
import { KioskApp } from '../../support/kiosk-app.ts';
import type { Outside } from './truth.ts';

/** What stays the same through all deaths of one kiosk. */
export interface Life {
  readonly outside: Outside;
  readonly dataFolder: string;
  /** The screen to draw on, and what else this kiosk is told. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A kiosk that may die at any moment. */
export interface MortalKiosk {
  readonly app: KioskApp;
  /** Resolves with the signal that ended it, or null when it ended by itself. */
  readonly gone: Promise<NodeJS.Signals | null>;
}

/** Half size: enough for a camera to read the code, and less to paint. */
const window = '1080x1920@0.5';

/** Starts the real application, to be driven. */
export async function startProgram(life: Life): Promise<MortalKiosk> {
  const app = await KioskApp.start(settingsOf(life), life.dataFolder);
  const child = app.app.process();
  const gone = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('exit', (_code, signal) => resolve(signal));
  });
  return { app, gone };
}

/**
 * Starts the real application undriven and waits until it ends.
 * @returns the signal that ended it, or its exit code; after `withinMs` it is told to end
 */
export function runProgram(life: Life, more: Readonly<Record<string, string>>, withinMs: number): Promise<string> {
  const child = spawn(electronRuntime().executable, kioskArguments(), {
    env: { ...process.env, ...settingsOf(life), ...more },
    stdio: 'ignore',
  });
  return new Promise((resolve) => {
    const late = setTimeout(() => child.kill('SIGTERM'), withinMs);
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      resolve(signal ?? String(code));
    });
  });
}

function settingsOf({ outside, dataFolder, environment }: Life): Record<string, string> {
  return { ...outside.world.kioskEnvironment(dataFolder, window), ...environment };
}

/** Sets the failpoint in the running program: visits of the place count from this moment on. */
export async function arm({ app }: KioskApp, place: string): Promise<void> {
  await app.evaluate((_electron, setting) => {
    process.env['WAFA_FAILPOINT'] = setting;
  }, place);
}

/** The same as `wait`, but rejects as soon as the kiosk is gone: nobody waits for a screen that cannot come. */
export function whileAlive<T>({ gone }: MortalKiosk, wait: Promise<T>): Promise<T> {
  const death = gone.then((signal): T => {
    throw new Error(`the kiosk ended (${signal ?? 'by itself'})`);
  });
  return Promise.race([wait, death]);
}
