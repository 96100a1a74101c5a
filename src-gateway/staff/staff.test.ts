import { createPublicKey, randomBytes, scryptSync, verify } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fromBase64Url } from '../../src-shared/encoding/base64.ts';
import { publicKeyDer } from '../../src-shared/encoding/ed25519-der.ts';
import { ok } from '../../src-shared/result.ts';
import { isBadge } from '../../src-shared/staff/badge.ts';
import { directoryMessage, pinCost, signedStaffDirectorySchema } from '../../src-shared/staff/directory.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { loadOrCreateGatewayKeys, type GatewayKeys } from '../keys/gateway-keys.ts';
import { addDemoStaff, demoStaff } from './demo-staff.ts';
import { freshBadge, hashBadge } from './badge.ts';
import { freshPin, hashPin } from './pin.ts';
import { signedDirectory } from './staff-route.ts';
import { sqlStaffStore, type StaffStore } from './staff-store.ts';

// The embedded database is slow on a busy machine; a test that hangs is found all the same.
vi.setConfig({ testTimeout: 30_000 });

const rng = { bytes: (length: number) => randomBytes(length) };
const clock = { wallMs: () => Date.UTC(2026, 10, 22, 6), monotonicMs: () => 0 };
let database: Database;
let store: StaffStore;
let keys: GatewayKeys;

beforeAll(async () => {
  let kept: string | null = null;
  const file = { read: async () => ok(kept), createOnce: async (text: string) => void (kept = text) };
  const made = await loadOrCreateGatewayKeys(file, rng);
  if (!made.ok) throw new Error(made.error.problem);
  keys = made.value;
  database = await openDatabase('pglite:memory');
}, 60_000);
afterAll(() => database.close());
beforeEach(async () => {
  store = sqlStaffStore(database.db);
  for (const { id } of (await store.read()).staff) await store.remove(id);
});

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = fromBase64Url(text);
  if (!bytes.ok) throw new Error(bytes.error);
  return bytes.value;
};

describe('the staff of the kiosks', () => {
  it('have a number that rises with everybody who comes, changes or goes, and only then', async () => {
    const versions: number[] = [];
    const note = async (): Promise<void> => void versions.push((await store.read()).version);
    const member = { id: 'A101', name: 'One', role: 'attendant', pin: hashPin('402817', rng) } as const;
    await note();
    await store.put(member);
    await note();
    await store.put({ ...member, role: 'technician' });
    await note();
    expect(await store.remove('A101')).toBe(true);
    await note();
    expect(await store.remove('A101')).toBe(false);
    await note();
    const [first = 0] = versions;
    expect(versions.map((version) => version - first)).toEqual([0, 1, 2, 3, 3]);
  });

  it('keep their badge until somebody speaks of it', async () => {
    const member = { id: 'A101', name: 'One', role: 'attendant', pin: hashPin('402817', rng) } as const;
    const badge = hashBadge(freshBadge(rng));
    const now = async () => (await store.read()).staff.find(({ id }) => id === 'A101')?.badge;
    await store.put({ ...member, badge });
    expect(await now()).toEqual(badge);
    await store.put(member);
    expect(await now()).toEqual(badge);
    await store.put({ ...member, badge: null });
    expect(await now()).toBeUndefined();
  });

  it('go to kiosks in a list that the gateway has signed, good for 30 days', async () => {
    await addDemoStaff({ ...store, read: async () => ({ version: 0, staff: [] }) }, rng);
    const signed = signedStaffDirectorySchema.parse(await signedDirectory({ store, keys, clock }));
    const key = createPublicKey({
      key: Buffer.from(publicKeyDer(bytesOf(keys.answerPublicKey))),
      format: 'der',
      type: 'spki',
    });
    const holds = (directory: typeof signed.directory): boolean =>
      verify(null, directoryMessage(directory), key, bytesOf(signed.signature));
    expect(holds(signed.directory)).toBe(true);
    expect(holds({ ...signed.directory, version: signed.directory.version + 1 })).toBe(false);
    expect(signed.directory.staff.map(({ id, role }) => [id, role])).toEqual(
      demoStaff.map(({ id, role }) => [id, role]),
    );
    expect(Date.parse(signed.directory.notAfter) - clock.wallMs()).toBe(30 * 86_400_000);
    expect(JSON.stringify(signed)).not.toContain(demoStaff[0]?.pin);
  });

  it('are not made anew in a demo that has staff of its own', async () => {
    const before = await store.read();
    expect(before.version).toBeGreaterThan(0);
    await addDemoStaff(store, rng);
    expect(await store.read()).toEqual(before);
  });
});

describe('a badge', () => {
  it('has a text of its own each time, and the list has only its hash', async () => {
    const [one, other] = [freshBadge(rng), freshBadge(rng)];
    expect(one).not.toBe(other);
    expect([one, other].every(isBadge)).toBe(true);
    expect(hashBadge(one)).toEqual(hashBadge(one.toLowerCase()));
    expect(hashBadge(one)).not.toEqual(hashBadge(other));
    await addDemoStaff({ ...store, read: async () => ({ version: 0, staff: [] }) }, rng);
    const { directory } = await signedDirectory({ store, keys, clock });
    const shown = demoStaff.find(({ badge }) => badge !== undefined);
    expect(directory.staff.flatMap(({ id, badge }) => (badge ? [[id, badge]] : []))).toEqual([
      [shown?.id, hashBadge(shown?.badge ?? '')],
    ]);
    expect(JSON.stringify(directory)).not.toContain(shown?.badge);
  });
});

describe('a PIN', () => {
  it('is kept as scrypt under a salt of its own', () => {
    const [one, other] = [hashPin('402817', rng), hashPin('402817', rng)];
    expect(one.salt).not.toBe(other.salt);
    expect(bytesOf(one.hash)).toEqual(new Uint8Array(scryptSync('402817', bytesOf(one.salt), 32, pinCost)));
  });

  it.each(['12345', '123456789', '12345a', ''])('of other than 6 to 8 digits is not taken: "%s"', (pin) => {
    expect(() => hashPin(pin, rng)).toThrow();
  });

  it('made by chance is never one that people try first', () => {
    const bytes = (digits: string): number[] => [...digits].map(Number);
    const tries = ['111111', '123456', '987654', '402817'];
    let next = 0;
    const scripted = { bytes: () => Uint8Array.from(bytes(tries[next++] ?? '')) };
    expect(freshPin(scripted)).toBe('402817');
    expect(next).toBe(4);
  });
});
