import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeProgram, makeReleaseKeys } from '../../scripts/operator/make-program.ts';
import { inRepository } from '../../scripts/prepare/paths.ts';
import { requirePrograms } from '../../scripts/prepare/system-packages.ts';

/* The system's installer, run as it is on folders of its own: it takes what a release key has signed and goes back from what shows no screen. */

const run = promisify(execFile);
const { privatePem, publicPem } = makeReleaseKeys();

class Machine {
  readonly root = mkdtempSync(join(tmpdir(), 'wafa-installer-'));
  readonly programs = this.#folder('programs');
  readonly data = this.#folder('data');
  readonly keys = this.#folder('keys');

  constructor() {
    writeFileSync(join(this.keys, 'release.pem'), publicPem);
  }

  #folder(name: string): string {
    const path = join(this.root, name);
    mkdirSync(path);
    return path;
  }

  get current(): string {
    return readlinkSync(join(this.programs, 'current'));
  }

  /** Versions that stand side by side. */
  get versions(): string[] {
    return readdirSync(this.programs).filter((name) => /^\d/.test(name));
  }

  /** A program of this version on a stick; its whole program is a file that says which it is. */
  async stick(version: string, privateKey = privatePem): Promise<string> {
    const files = join(this.root, `deb-${version}`);
    mkdirSync(join(files, 'DEBIAN'), { recursive: true });
    mkdirSync(join(files, 'usr/lib/wafa-kiosk'), { recursive: true });
    writeFileSync(
      join(files, 'DEBIAN/control'),
      `Package: wafa-kiosk\nVersion: ${version}\nArchitecture: all\nMaintainer: The Wafa project\nDescription: test\n`,
    );
    writeFileSync(join(files, 'usr/lib/wafa-kiosk/wafa-kiosk'), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
    const packageFile = join(this.root, `${version}.deb`);
    await run('dpkg-deb', ['--root-owner-group', '-b', files, packageFile]);
    const made = '2026-11-22T09:26:00+03:00';
    const order = { packageFile, version, from: '0.0.0', platform: 'linux-x64', made, privateKey };
    return join(this.root, await makeProgram(this.root, order));
  }

  /** What the installer says; empty when it went well. */
  async does(...words: string[]): Promise<string> {
    const env = {
      PATH: process.env.PATH ?? '',
      ...{ WAFA_PROGRAMS: this.programs, WAFA_RELEASE_KEYS: this.keys, WAFA_DATA: this.data, WAFA_PATIENCE: '2' },
    };
    try {
      await run(inRepository('resources', 'linux', 'wafa-program'), words, { env });
      return '';
    } catch (failure) {
      return failure instanceof Error && 'stderr' in failure ? String(failure.stderr) : String(failure);
    }
  }

  /** The kiosk of this version shows its first screen. */
  showsScreen(version: string): void {
    writeFileSync(join(this.data, 'last-start.json'), JSON.stringify({ shownAt: 'now', version, screen: 'first' }));
  }
}

async function machineWith(version: string): Promise<Machine> {
  const machine = new Machine();
  expect(await machine.does('install', await machine.stick(version))).toBe('');
  machine.showsScreen(version);
  expect(await machine.does('settle')).toBe('');
  return machine;
}

describe.runIf(process.platform === 'linux')('the installer of programs', () => {
  beforeAll(() => requirePrograms(['openssl', 'dpkg-deb']));

  it('puts a newer program in its place and keeps it once its screen is there', async () => {
    const machine = await machineWith('0.1.0');
    expect(await machine.does('install', await machine.stick('0.2.0'))).toBe('');
    expect(machine.current).toBe('0.2.0');
    const { stdout } = await run(join(machine.programs, 'current/usr/lib/wafa-kiosk/wafa-kiosk'));
    expect(stdout).toBe('0.2.0\n');
    machine.showsScreen('0.2.0');
    expect(await machine.does('settle')).toBe('');
    expect(machine.current).toBe('0.2.0');
    expect(readdirSync(machine.programs).sort()).toEqual(['0.1.0', '0.2.0', 'current']);
    expect(await machine.does('install', await machine.stick('0.3.0'))).toBe('');
    machine.showsScreen('0.3.0');
    await machine.does('settle');
    expect(machine.versions.sort()).toEqual(['0.2.0', '0.3.0']);
  });

  it('goes back when the new one shows no screen, and a second one may follow', async () => {
    const machine = await machineWith('0.1.0');
    await machine.does('install', await machine.stick('0.2.0'));
    expect(await machine.does('settle')).toContain('0.2.0 showed no screen');
    expect(machine.current).toBe('0.1.0');
    expect(await machine.does('settle')).toBe('');
    expect(await machine.does('install', await machine.stick('0.2.1'))).toBe('');
    expect(machine.current).toBe('0.2.1');
  });

  it('goes back at the third start in a row that is cut off', async () => {
    const machine = await machineWith('0.1.0');
    await machine.does('install', await machine.stick('0.2.0'));
    // Two starts noted, each ended by the power.
    writeFileSync(join(machine.programs, 'tries'), '2\n');
    machine.showsScreen('0.2.0');
    expect(await machine.does('settle')).toContain('back to 0.1.0');
    expect(machine.current).toBe('0.1.0');
  });

  it('an old word that this version once showed a screen does not count for a new trial', async () => {
    const machine = await machineWith('0.1.0');
    machine.showsScreen('0.2.0');
    await machine.does('install', await machine.stick('0.2.0'));
    expect(await machine.does('settle')).toContain('showed no screen');
  });

  it('a cut before the link was changed leaves the old one, with nothing on trial', async () => {
    const machine = await machineWith('0.1.0');
    writeFileSync(join(machine.programs, 'trial'), '0.1.0\n');
    expect(await machine.does('settle')).toBe('');
    expect(machine.current).toBe('0.1.0');
    expect(existsSync(join(machine.programs, 'trial'))).toBe(false);
  });

  it('takes nothing that is older, the same, signed by another, damaged or not whole', async () => {
    const machine = await machineWith('0.2.0');
    expect(await machine.does('install', await machine.stick('0.1.9'))).toContain('not newer');
    expect(await machine.does('install', await machine.stick('0.2.0'))).toContain('not newer');
    expect(await machine.does('install', await machine.stick('0.3.0', makeReleaseKeys().privatePem))).toContain(
      'no release key',
    );
    const flipped = await machine.stick('0.3.0');
    const bytes = readFileSync(join(flipped, 'program.deb'));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(join(flipped, 'program.deb'), bytes);
    expect(await machine.does('install', flipped)).toContain('damaged');
    const half = await machine.stick('0.3.1');
    rmSync(join(half, 'program.sig'));
    expect(await machine.does('install', half)).toContain('program.sig is missing');
    expect(machine.current).toBe('0.2.0');
    expect(machine.versions).toEqual(['0.2.0']);
    expect(readdirSync(machine.programs).sort()).toEqual(['0.2.0', 'current']);
  });

  it('takes no second program while one is on trial', async () => {
    const machine = await machineWith('0.1.0');
    await machine.does('install', await machine.stick('0.2.0'));
    expect(await machine.does('install', await machine.stick('0.3.0'))).toContain('on trial');
    expect(machine.current).toBe('0.2.0');
  });

  it('a key that was taken away signs nothing any more', async () => {
    const machine = await machineWith('0.1.0');
    const stick = await machine.stick('0.2.0');
    rmSync(join(machine.keys, 'release.pem'));
    expect(await machine.does('install', stick)).toContain('no release key');
  });
});
