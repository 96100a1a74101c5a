import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Artefact } from '../../scripts/package/artefact.ts';
import { type Display, withDisplay } from '../../scripts/prepare/display.ts';
import { run } from '../../scripts/prepare/run.ts';

/** User and group "nobody" of every Linux system. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

/** Chromium has no sandbox under root and a release refuses to run without one: root's runs become nobody's. */
function asUnprivileged(program: string, args: readonly string[]): [program: string, args: string[]] {
  if (!isRoot) return [program, [...args]];
  const user = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--inh-caps=-all', '--no-new-privs'];
  return ['setpriv', [...user, program, ...args]];
}

async function canStart(executable: string): Promise<boolean> {
  const [program, args] = asUnprivileged('test', ['-x', executable]);
  return (await run(program, args)).code === 0;
}

/** True when an unprivileged user of this machine may make the user namespaces that the sandbox consists of. */
export async function sandboxWorks(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const [program, args] = asUnprivileged('unshare', ['--user', 'true']);
  return (await run(program, args)).code === 0;
}

export interface Exit {
  /** Null when a signal ended the program. */
  readonly code: number | null;
  /** From start to end, in milliseconds. */
  readonly after: number;
}

/** Starts a packaged application the way a kiosk does: unprivileged, with its sandbox, with nothing in its data folder. */
export class ArtefactRun {
  readonly #program: string;
  readonly #display: Display;
  readonly #home: string;
  /** The application's own data folder. */
  readonly userData: string;

  private constructor(program: string, display: Display, home: string, name: string) {
    this.#program = program;
    this.#display = display;
    this.#home = home;
    this.userData = join(home, '.config', name);
  }

  static async prepare(artefact: Artefact): Promise<ArtefactRun> {
    const home = mkdtempSync(join(tmpdir(), 'wafa-package-'));
    // A temporary folder of its own: the single-instance lock needs one, and not every machine's is open to all.
    const own = [home, join(home, '.config'), join(home, 'tmp')];
    for (const path of own.slice(1)) mkdirSync(path);
    if (isRoot) for (const path of own) chownSync(path, NOBODY, NOBODY);
    let program = artefact.executable;
    if (!(await canStart(program))) {
      // A checkout in a private folder: nobody cannot even see the program there.
      cpSync(artefact.folder, join(home, 'application'), { recursive: true, verbatimSymlinks: true });
      program = join(home, 'application', basename(program));
    }
    return new ArtefactRun(program, await withDisplay({ width: 1080, height: 1920 }), home, artefact.name);
  }

  /** Starts the application and leaves it running. */
  start(args: readonly string[]): ChildProcess {
    const [program, all] = asUnprivileged(this.#program, args);
    return spawn(program, all, { env: this.#environment(), stdio: 'ignore' });
  }

  /** Starts the application and waits for it to end; kills it after `limit` milliseconds. */
  untilExit(args: readonly string[], limit: number): Promise<Exit> {
    const start = performance.now();
    const child = this.start(args);
    const killer = setTimeout(() => child.kill('SIGKILL'), limit);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => {
        clearTimeout(killer);
        resolve({ code, after: performance.now() - start });
      });
    });
  }

  dispose(): void {
    this.#display.stop();
    rmSync(this.#home, { recursive: true, force: true });
  }

  #environment(): NodeJS.ProcessEnv {
    const { PATH, LANG, DISPLAY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR } = process.env;
    const kept = Object.entries({ PATH, LANG, DISPLAY, WAYLAND_DISPLAY, ...(isRoot ? {} : { XDG_RUNTIME_DIR }) });
    return {
      ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)),
      ...this.#display.env,
      HOME: this.#home,
      TMPDIR: join(this.#home, 'tmp'),
      XDG_CONFIG_HOME: join(this.#home, '.config'),
    };
  }
}
