import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fils } from '../src-shared/domain/money.ts';
import { openDatabase } from '../src-gateway/db/database.ts';
import { systemRng } from '../src-gateway/edge/system.ts';
import { keyFileIn } from '../src-gateway/keys/edge/key-file.ts';
import { loadOrCreateGatewayKeys } from '../src-gateway/keys/gateway-keys.ts';
import { enrolCodeHash } from '../src-gateway/kiosks/enrol-code.ts';
import { sqlKioskStore } from '../src-gateway/kiosks/sql-kiosk-store.ts';

let root = '';
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'wafa-enrol-'))));
afterAll(() => rm(root, { recursive: true }));

const names = ['--site-ar', 'مركز الخدمة', '--site-en', 'Service centre'];

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

function enrol(database: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const script = join(import.meta.dirname, 'enrol.ts');
    const env = { ...process.env, GATEWAY_DATABASE: database, GATEWAY_DATA: join(root, 'keys') };
    execFile(process.execPath, [script, ...args], { env }, (error, out, said) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, said });
    });
  });
}

describe('npm run enrol', { timeout: 180_000 }, () => {
  it('prints a code that enrols this kiosk once, and warns when the kiosk is enrolled already', async () => {
    const url = `pglite:${join(root, 'db')}`;
    const first = await enrol(url, 'K007', ...names);
    expect([first.code, first.out]).toEqual([0, expect.stringMatching(/^([0-9A-Z]{4}-){6}[0-9A-Z]{4}\n$/)]);
    expect(first.said).not.toContain('already');
    const { db, close } = await openDatabase(url);
    const redeem = (key = 'device-key') => sqlKioskStore(db).redeem(enrolCodeHash(first.out), key, Date.now());
    const site = { ar: 'مركز الخدمة', en: 'Service centre' };
    expect(await redeem()).toMatchObject({ ok: true, value: { code: 'K007', site } });
    expect(await redeem('another key')).toMatchObject({ ok: false });
    await close();
    expect((await enrol(url, 'K007', ...names)).said).toContain('K007 is enrolled already');
    const told = await enrol(url, 'K007', '--words');
    expect([told.code, told.out]).toEqual([1, '']);
    expect(told.said).toContain('GATEWAY_DATA');
    const made = await loadOrCreateGatewayKeys(keyFileIn(join(root, 'keys')), systemRng);
    const words = await enrol(url, 'K007', '--words');
    expect(words.out).toMatch(/^(\d {2}[a-z]+ {2}[\u0621-\u064a]+\n){6}$/);
    expect(made.ok).toBe(true);
    expect(await enrol(url, 'K009', '--words')).toMatchObject({ code: 1, said: expect.stringContaining('nobody') });
  });

  it('makes no code for a kiosk code that has given receipts', async () => {
    const url = `pglite:${join(root, 'used')}`;
    const { db, close } = await openDatabase(url);
    const moment = new Date(0);
    await db
      .insertInto('payment')
      .values({
        ...{ pid: 'a', kiosk_code: 'K007', rail: 'phone', language: 'ar', party_kind: 'individual' },
        ...{ masked_number: '•17', content_hash: 'h', service_charge_fils: fils(0), total_fils: fils(5000) },
        ...{ state: 'posted', version: 5, receipt_no: 'K007-00000001' },
        ...{ created_at: moment, changed_at: moment, lease_until: moment },
      })
      .execute();
    await close();
    const refused = await enrol(url, 'K007', ...names);
    expect(refused).toMatchObject({ code: 1, out: '', said: expect.stringContaining('a new kiosk code') });
    expect((await enrol(url, 'K008', ...names)).code).toBe(0);
  });

  it('refuses with one sentence what cannot work, and makes no code', async () => {
    const wrong: readonly (readonly [database: string, args: string[], says: string])[] = [
      ['pglite:memory', ['K007', ...names], 'pglite:memory'],
      ['', ['K007', ...names], 'GATEWAY_DATABASE is not set'],
      ['postgres://nowhere', ['kiosk one', ...names], 'capitals and digits'],
      ['postgres://nowhere', ['K007'], 'Both names'],
      ['postgres://nowhere', ['K007', '--site', 'x'], 'Usage'],
      ['postgres://nowhere', [], 'Usage'],
    ];
    for (const [database, args, says] of wrong) {
      const { code, out, said } = await enrol(database, ...args);
      expect([code, out]).toEqual([2, '']);
      expect(said).toContain(says);
    }
    expect(await enrol('file:nowhere', 'K007', ...names)).toMatchObject({ code: 1, out: '' });
  });
});
