import { spawn } from 'node:child_process';
import { hasDisplay } from './system-packages.ts';
import { Unprepared } from './say.ts';

export interface Display {
  /** What a program must have in its environment to draw there. */
  readonly env: Readonly<Record<string, string>>;
  /** True when the screen is a virtual one that nobody sees. */
  readonly virtual: boolean;
  /** Ends the virtual screen; does nothing to a real one. */
  stop(): void;
}

export interface ScreenSize {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
}

/** How long a virtual screen may take to come up, in milliseconds. */
const START_LIMIT = 15_000;

/**
 * A screen to draw on: the one that is there, or on Linux without one a virtual screen of this size. It ends with
 * `stop`, at the latest when this process exits.
 *
 * @param always also where there is a screen, for pictures that must not depend on it
 * @param framesIn folder in which a virtual screen keeps what it shows, as the file `Xvfb_screen0`
 * @throws Unprepared when the virtual screen does not start
 */
export async function withDisplay(
  size: ScreenSize,
  { always = false, framesIn }: { always?: boolean; framesIn?: string } = {},
): Promise<Display> {
  const wanted = process.platform === 'linux' && (always || !hasDisplay());
  if (!wanted) return { env: {}, virtual: false, stop: () => undefined };
  const server = spawn(
    'Xvfb',
    [
      '-displayfd',
      '3',
      '-screen',
      '0',
      `${size.width}x${size.height}x24`,
      '-nolisten',
      'tcp',
      '-noreset',
      ...(framesIn === undefined ? [] : ['-fbdir', framesIn]),
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const stop = (): void => {
    process.off('exit', stop);
    server.kill();
  };
  process.once('exit', stop);
  server.unref();
  try {
    const number = await displayNumber(server);
    return { env: { DISPLAY: `:${number}` }, virtual: true, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** Xvfb picks a free number and writes it to the file descriptor it was given. */
function displayNumber(server: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(limit);
      reject(
        new Unprepared(`The virtual screen did not start (${reason}): run "node scripts/prepare.ts", or set DISPLAY.`),
      );
    };
    const limit = setTimeout(() => {
      fail(`no answer in ${START_LIMIT / 1000} s`);
    }, START_LIMIT);
    server.once('error', (error) => {
      fail(error.message);
    });
    server.once('exit', (code) => {
      fail(`Xvfb ended with code ${String(code)}`);
    });
    let written = '';
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      written += chunk.toString();
      if (!written.includes('\n')) return;
      clearTimeout(limit);
      resolve(written.trim());
    });
  });
}
