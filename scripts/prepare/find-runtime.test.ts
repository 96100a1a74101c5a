import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { executableIn, runtimeIn, type RuntimeSource } from './electron-runtime.ts';
import { findRuntime, overriddenRuntime, type Source } from './find-runtime.ts';
import { downloadAddress } from './official-runtime.ts';
import { Unprepared } from './say.ts';

describe('the order in which an Electron is looked for', () => {
  const asked: RuntimeSource[] = [];
  const source =
    (name: RuntimeSource, present: boolean): Source =>
    async () => {
      asked.push(name);
      return present ? runtimeIn('/somewhere', name, '1.0.0') : undefined;
    };
  const search = (override: boolean, official: boolean, standIn: boolean) => {
    asked.length = 0;
    return findRuntime({
      override: source('override', override),
      official: source('official', official),
      standIn: source('stand-in', standIn),
    });
  };

  it('what a person named comes first, and nothing else is asked', async () => {
    expect((await search(true, true, true)).source).toBe('override');
    expect(asked).toEqual(['override']);
  });

  it('the official release comes before the stand-in', async () => {
    const runtime = await search(false, true, true);
    expect(runtime).toMatchObject({ source: 'official', standIn: false });
    expect(asked).toEqual(['override', 'official']);
  });

  it('the stand-in is the last resort and is marked as one', async () => {
    expect(await search(false, false, true)).toMatchObject({ source: 'stand-in', standIn: true });
  });

  it('without any the sentence says what to set', async () => {
    await expect(search(false, false, false)).rejects.toThrow(/ELECTRON_MIRROR.*ELECTRON_OVERRIDE_DIST_PATH/);
  });

  it('a source that fails for good is not passed over in silence', async () => {
    const failing = async () => Promise.reject(new Unprepared('not the pinned checksum'));
    const never = source('stand-in', true);
    await expect(findRuntime({ override: failing, official: never, standIn: never })).rejects.toThrow('checksum');
  });
});

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wafa-electron-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('the folder a person named', () => {
  it('is used as it is, with the version it carries', async () => {
    const dist = emptyFolder();
    mkdirSync(dirname(executableIn(dist)), { recursive: true });
    writeFileSync(executableIn(dist), '');
    writeFileSync(join(dist, 'version'), 'v44.1.0\n');
    expect(await overriddenRuntime(dist)).toMatchObject({
      dist,
      version: '44.1.0',
      source: 'override',
      standIn: false,
    });
  });

  it('without Electron in it stops the search instead of falling back to another', async () => {
    await expect(overriddenRuntime(emptyFolder())).rejects.toBeInstanceOf(Unprepared);
  });

  it('an unset or empty variable names none', async () => {
    expect(await overriddenRuntime('')).toBeUndefined();
  });
});

describe('the address of the official release', () => {
  it('a mirror takes the place of the usual server', () => {
    expect(downloadAddress('45.4.1', 'https://mirror.example/electron/')).toMatch(
      /^https:\/\/mirror\.example\/electron\/v45\.4\.1\/electron-v45\.4\.1-.+\.zip$/,
    );
    expect(downloadAddress('45.4.1', '')).toBe(downloadAddress('45.4.1', undefined));
  });
});
