import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeProgram, makeReleaseKeys, type ProgramOrder } from '../../scripts/operator/make-program.ts';
import type { AuditEvent } from '../../src-shared/contract/audit-catalogue.ts';
import {
  compareVersions,
  programFolder,
  programPackageFile,
  programSignatureFile,
  programText,
  programTextFile,
  readProgram,
} from '../../src-shared/contract/program-bundle.ts';
import { err } from '../../src-shared/result.ts';
import { releaseKeys } from '../../src-main/staff/program/edge/release-keys.ts';
import { ProgramDesk } from '../../src-main/staff/program/program-desk.ts';
import { nodeStickFiles } from '../../src-main/staff/carry/edge/node-stick-files.ts';
import type { StickFiles } from '../../src-main/staff/carry/stick-files.ts';
import { makeMemoryFeedFs } from '../../src-main/sync/test-support.ts';
import type { PaymentRecord } from '../../src-shared/payment/record.ts';

const root = mkdtempSync(join(tmpdir(), 'wafa-programs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const folder = (name: string): string => mkdtempSync(join(root, `${name}-`));

const { privatePem, publicPem } = makeReleaseKeys();
const keys = folder('keys');
writeFileSync(join(keys, 'release.pem'), publicPem);
writeFileSync(join(keys, 'broken.pem'), 'no key');
const packageFile = join(root, 'wafa.deb');
const packageBytes = Buffer.alloc(3_000_000, 'program');
writeFileSync(packageFile, packageBytes);

const order: ProgramOrder = {
  packageFile,
  version: '0.2.0',
  from: '0.1.0',
  platform: 'linux-x64',
  made: '2026-11-22T09:26:00+03:00',
  privateKey: privatePem,
};
const name = 'wafa-program-0.2.0';

function kiosk(files: StickFiles = nodeStickFiles) {
  const fs = makeMemoryFeedFs();
  const world = { open: [] as { state: string }[], installs: 0, takes: true, noted: [] as AuditEvent[], notes: true };
  const desk = new ProgramDesk({
    files,
    fs,
    stage: '/data/program',
    isReleased: releaseKeys(keys),
    version: '0.1.0',
    platform: 'linux-x64',
    install: async () => ((world.installs += 1), world.takes),
    // The desk looks at nothing but the state.
    book: { open: () => world.open as unknown as PaymentRecord[] },
    note: async (event) => (world.noted.push(event), world.notes),
    log: () => undefined,
  });
  const put = (stick: string) => desk.putIn(stick, name, 'T301', () => undefined);
  return { desk, fs, world, put };
}

async function staged(fs: ReturnType<typeof makeMemoryFeedFs>): Promise<readonly string[]> {
  const names = await fs.list('/data/program');
  return names.ok ? names.value : [];
}
async function stickWith(change: Partial<ProgramOrder> = {}): Promise<string> {
  const stick = folder('stick');
  await makeProgram(stick, { ...order, ...change });
  return stick;
}
const verdictOn = async (stick: string): Promise<string | undefined> => (await kiosk().desk.find(stick))[0]?.verdict;

describe('a program on a stick', () => {
  it('is copied, handed to the installer and written down with its hash', async () => {
    const { put, fs, world } = kiosk();
    expect(await put(await stickWith())).toEqual({ ok: true, value: undefined });
    expect(Buffer.from(fs.peek(`/data/program/${programPackageFile}`)).equals(packageBytes)).toBe(true);
    expect(world.installs).toBe(1);
    expect(world.noted).toMatchObject([{ kind: 'program', by: 'T301', version: '0.2.0' }]);
  });

  it('is told from one that is old, the same, too far ahead, for another computer', async () => {
    expect(await verdictOn(await stickWith())).toBe('good');
    expect(await verdictOn(await stickWith({ version: '0.1.0' }))).toBe('same');
    expect(await verdictOn(await stickWith({ version: '0.0.9' }))).toBe('older');
    expect(await verdictOn(await stickWith({ version: '0.10.0', from: '0.9.0' }))).toBe('too_far');
    expect(await verdictOn(await stickWith({ platform: 'linux-arm64' }))).toBe('other_platform');
  });

  it('is refused when another key has signed it, a bit of its text is flipped, or it lies under another name', async () => {
    expect(await verdictOn(await stickWith({ privateKey: makeReleaseKeys().privatePem }))).toBe('forged');
    const flipped = await stickWith();
    const text = readFileSync(join(flipped, name, programTextFile));
    text[20] = (text[20] ?? 0) ^ 1;
    writeFileSync(join(flipped, name, programTextFile), text);
    expect(await verdictOn(flipped)).toBe('forged');
    const renamed = await stickWith();
    renameSync(join(renamed, name), join(renamed, 'wafa-program-0.3.0'));
    expect(await verdictOn(renamed)).toBe('unreadable');
    const linked = folder('stick');
    symlinkSync(join(await stickWith(), name), join(linked, name));
    expect(await kiosk().desk.find(linked)).toEqual([]);
  });

  it('that is refused reaches no installer, whatever the page has asked for', async () => {
    for (const [change, why] of [
      [{ version: '0.1.0' }, 'program_same'],
      [{ version: '0.0.9' }, 'program_older'],
      [{ version: '0.3.0', from: '0.2.0' }, 'program_too_far'],
      [{ platform: 'linux-arm64' }, 'program_other_platform'],
      [{ privateKey: makeReleaseKeys().privatePem }, 'program_forged'],
    ] as const) {
      const { desk, world } = kiosk();
      const stick = await stickWith(change);
      const asked = programFolder('version' in change ? change.version : order.version);
      expect(await desk.putIn(stick, asked, 'T301', () => undefined)).toEqual({ ok: false, error: why });
      expect([world.installs, world.noted]).toEqual([0, []]);
    }
  });

  it('is refused when it is cut off, or not finished', async () => {
    const cut = await stickWith();
    truncateSync(join(cut, name, programPackageFile), 2_000_000);
    expect(await verdictOn(cut)).toBe('incomplete');
    const half = await stickWith();
    rmSync(join(half, name, programTextFile));
    expect(await verdictOn(half)).toBe('half_written');
    const long = await stickWith();
    writeFileSync(join(long, name, programSignatureFile), Buffer.alloc(65));
    expect(await verdictOn(long)).toBe('unreadable');
  });

  it('with one flipped bit in its package reaches no installer', async () => {
    const stick = await stickWith();
    const damaged = Buffer.from(packageBytes);
    damaged[2_999_999] = (damaged[2_999_999] ?? 0) ^ 1;
    writeFileSync(join(stick, name, programPackageFile), damaged);
    const { put, world, fs } = kiosk();
    expect(await put(stick)).toEqual({ ok: false, error: 'program_damaged' });
    expect(world.installs).toBe(0);
    expect(await staged(fs)).not.toContain(programTextFile);
  });

  it('waits while the outcome of any payment is open', async () => {
    const stick = await stickWith();
    for (const state of ['created', 'reserved', 'sending', 'unknown']) {
      const { put, world } = kiosk();
      world.open = [{ state }];
      expect(await put(stick)).toEqual({ ok: false, error: 'money_open' });
      expect(world.installs).toBe(0);
    }
    const { put, world } = kiosk();
    world.open = [{ state: 'captured' }];
    expect(await put(stick)).toMatchObject({ ok: true });
  });

  it('is not put in when it cannot be written down, and the old one goes on when the system does not take it', async () => {
    const stick = await stickWith();
    const silent = kiosk();
    silent.world.notes = false;
    expect(await silent.put(stick)).toEqual({ ok: false, error: 'not_written' });
    expect(silent.world.installs).toBe(0);
    const refusing = kiosk();
    refusing.world.takes = false;
    expect(await refusing.put(stick)).toEqual({ ok: false, error: 'program_not_put_in' });
    refusing.world.takes = true;
    expect(await refusing.put(stick)).toMatchObject({ ok: true });
  });

  it('pulled out at any read leaves no program behind, and put in again it works', async () => {
    const stick = await stickWith();
    for (let reads = 0; ; reads += 1) {
      let left = reads;
      const isGone = (): boolean => (left -= 1) < 0;
      const { put, world, fs } = kiosk({
        folders: (dir) => nodeStickFiles.folders(dir),
        size: async (path) => (isGone() ? err('stick_broken') : nodeStickFiles.size(path)),
        read: async (path, limit) => (isGone() ? err('stick_broken') : nodeStickFiles.read(path, limit)),
        readPart: async (path, from, length) =>
          isGone() ? err('stick_broken') : nodeStickFiles.readPart(path, from, length),
      });
      const done = await put(stick);
      if (done.ok) {
        expect(reads).toBeGreaterThan(4);
        return;
      }
      expect(world.installs, `after ${reads} reads`).toBe(0);
      expect(await staged(fs)).not.toContain(programTextFile);
      left = Number.MAX_SAFE_INTEGER;
      expect(await put(stick)).toMatchObject({ ok: true });
    }
  });

  it('finds a full disk at any step, and the same kiosk takes it once there is room', async () => {
    const stick = await stickWith();
    const { put, fs, world } = kiosk();
    fs.setSpace(1_500_000);
    expect(await put(stick)).toEqual({ ok: false, error: 'kiosk_disk' });
    expect(world.installs).toBe(0);
    fs.setSpace(Number.POSITIVE_INFINITY);
    expect(await put(stick)).toMatchObject({ ok: true });
  });

  it('is not even shown where nobody has said how to put it in', async () => {
    const stick = await stickWith();
    const desk = new ProgramDesk({
      ...{ files: nodeStickFiles, fs: makeMemoryFeedFs(), stage: '/data/program', isReleased: releaseKeys(null) },
      ...{ version: '0.1.0', platform: 'linux-x64', install: null, book: { open: () => [] } },
      ...{ note: async () => true, log: () => undefined },
    });
    expect(await desk.find(stick)).toEqual([]);
    expect(await desk.putIn(stick, name, 'T301', () => undefined)).toEqual({ ok: false, error: 'not_set_up' });
    expect(await releaseKeys(null)(new Uint8Array(1), new Uint8Array(64))).toBe(false);
  });
});

describe('the text of a program', () => {
  const program = {
    version: '1.2.3',
    from: '1.0.0',
    platform: 'linux-x64',
    made: order.made,
    bytes: 7,
    sha256: 'ab'.repeat(32),
  };

  it('reads only as it is written', () => {
    const text = programText(program);
    expect(readProgram(text)).toEqual(program);
    for (const other of [`${text}\n`, text.trim(), text.replace('bytes 7', 'bytes 07'), `${text}more 1\n`, ''])
      expect(readProgram(other)).toBeNull();
    expect(readProgram(text.replace('1.2.3', '../..'))).toBeNull();
  });

  it('versions are compared as numbers', () => {
    expect(compareVersions('0.10.0', '0.9.9')).toBeGreaterThan(0);
    expect(compareVersions('1.0.0', '1.0.0')).toBe(0);
    expect(compareVersions('0.9.9', '1.0.0')).toBeLessThan(0);
  });
});
