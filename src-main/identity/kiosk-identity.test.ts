import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EnrolReply } from '../../src-shared/contract/gateway-http.ts';
import { publicKeyDer } from '../../src-shared/encoding/ed25519-der.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import { nodePrivateFile } from './edge/node-private-file.ts';
import { becomeIdentified, enrolAtScreen, settleEnrolment, type KioskIdentity } from './kiosk-identity.ts';

const secret = () => randomBytes(32).toString('base64url');
const granted: EnrolReply = {
  kioskCode: 'K001',
  site: { ar: 'المركز', en: 'Centre' },
  answerKey: secret(),
  receiptKey: secret(),
};

let folder: string;
let asked: { code: string; deviceKey: string }[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wafa-identity-'));
  asked = [];
});
afterEach(() => rm(folder, { recursive: true }));

const keyPath = () => join(folder, 'device-key.json');
const identityPath = () => join(folder, 'identity.json');

type Says = Result<EnrolReply, GatewayFailure>;

function ports(says: Says) {
  return {
    keyFile: nodePrivateFile(keyPath()),
    identityFile: nodePrivateFile(identityPath()),
    rng: { bytes: (length: number) => randomBytes(length) },
    gateway: {
      enrol: async (code: string, deviceKey: string) => {
        asked.push({ code, deviceKey });
        return says;
      },
    },
  };
}

/** One start of the kiosk with this code in its settings, and a gateway that says this. */
const start = (enrolCode: string | null, says: Says = ok(granted)) => becomeIdentified({ ...ports(says), enrolCode });

/** Somebody types this code at the screen. */
const type = (code: string, says: Says = ok(granted)) => enrolAtScreen(ports(says), code);

async function enrolled(code: string): Promise<KioskIdentity> {
  const identity = await start(code);
  if (!identity.ok) throw new Error(identity.error.kind);
  return identity.value;
}

function isSignedBy(publicKey: string, identity: KioskIdentity): boolean {
  const der = Buffer.from(publicKeyDer(Buffer.from(publicKey, 'base64url')));
  const bytes = Buffer.from('anything');
  return verify(null, bytes, createPublicKey({ key: der, format: 'der', type: 'spki' }), identity.sign(bytes));
}

describe('a kiosk', () => {
  it('without identity and code is not enrolled, but has its key already', async () => {
    expect(await start(null)).toEqual({ ok: false, error: { kind: 'not_enrolled' } });
    expect(await readdir(folder)).toEqual(['device-key.json']);
    expect(asked).toEqual([]);
  });

  it('with a code becomes somebody, and signs with the key it showed', async () => {
    const identity = await enrolled('CODE-0001');
    expect(identity).toMatchObject({ kioskCode: 'K001', site: granted.site, answerKey: granted.answerKey });
    expect(asked).toMatchObject([{ code: 'CODE-0001' }]);
    expect(isSignedBy(asked[0]?.deviceKey ?? '', identity)).toBe(true);
  });

  it('from before peppers came by a route of their own is still itself', async () => {
    await enrolled('CODE-0001');
    const kept = await readFile(identityPath(), 'utf8');
    const peppers = `"feedIndexKey":"${secret()}","feedRowKey":"${secret()}","answerKey"`;
    await writeFile(identityPath(), kept.replace('"answerKey"', peppers));
    expect(await start(null)).toMatchObject({ ok: true, value: { kioskCode: 'K001' } });
  });

  it('is the same after a restart, and does not use the code in its settings again', async () => {
    const before = await enrolled('CODE-0001');
    for (const code of ['CODE-0001', null]) {
      const after = await start(code, err({ kind: 'network_down' }));
      expect(after).toMatchObject({ ok: true, value: { kioskCode: 'K001' } });
      if (after.ok) expect(after.value.sign(Buffer.from('x'))).toEqual(before.sign(Buffer.from('x')));
    }
    expect(asked).toHaveLength(1);
  });

  it('knows the code in its settings again however it is written, also from an older file', async () => {
    await enrolled('code-ooo1');
    await start('CODE 0001');
    const kept = await readFile(identityPath(), 'utf8');
    const older = createHash('sha256').update('code-ooo1').digest('hex');
    await writeFile(identityPath(), kept.replace(/"enrolledWith":"\w+"/, `"enrolledWith":"${older}"`));
    await start('code-ooo1');
    expect(asked).toHaveLength(1);
  });

  it('given another code enrols anew with the same key', async () => {
    await enrolled('CODE-0001');
    await start('CODE-0002', ok({ ...granted, kioskCode: 'K002' }));
    expect(asked[1]).toEqual({ code: 'CODE-0002', deviceKey: asked[0]?.deviceKey });
    expect(await start(null)).toMatchObject({ ok: true, value: { kioskCode: 'K002' } });
  });

  it('stays who it was when the other code is not accepted', async () => {
    await enrolled('CODE-0001');
    expect(await start('CODE-0002', err({ kind: 'network_down' }))).toMatchObject({
      ok: true,
      value: { kioskCode: 'K001' },
    });
  });

  it('whose first code is not accepted says why, and may try again', async () => {
    const failure: GatewayFailure = { kind: 'problem', code: 'code_not_valid', message: '' };
    expect(await start('CODE-0001', err(failure))).toEqual({ ok: false, error: { kind: 'not_accepted', failure } });
    expect(await start('CODE-0001')).toMatchObject({ ok: true });
  });

  it('does not take keys that are none', async () => {
    const broken = await start('CODE-0001', ok({ ...granted, answerKey: '_'.repeat(43) }));
    expect(broken).toMatchObject({ ok: false, error: { kind: 'not_accepted' } });
    expect(await readdir(folder)).toEqual(['device-key.json']);
  });

  it.runIf(process.platform !== 'win32')(
    'keeps its secrets for its own user only, and leaves no draft behind',
    async () => {
      await enrolled('CODE-0001');
      expect((await readdir(folder)).toSorted()).toEqual(['device-key.json', 'identity.json']);
      for (const path of [keyPath(), identityPath()]) expect((await stat(path)).mode & 0o777).toBe(0o600);
    },
  );

  it.each([
    ['identity file', identityPath],
    ['key file', keyPath],
  ])('with a damaged %s is nobody, until a new code puts it right', async (_what, path) => {
    await enrolled('CODE-0001');
    const whole = await readFile(path(), 'utf8');
    await writeFile(path(), whole.slice(0, -10));
    expect(await start(null)).toEqual({ ok: false, error: { kind: 'damaged' } });
    expect(await readFile(path(), 'utf8')).toBe(whole.slice(0, -10));
    expect(await start('CODE-0002')).toMatchObject({ ok: true });
    expect(await start(null)).toMatchObject({ ok: true });
  });

  it('with another key than the one its identity was given to is nobody', async () => {
    await enrolled('CODE-0001');
    await rm(keyPath());
    expect(await start(null)).toEqual({ ok: false, error: { kind: 'damaged' } });
  });
});

describe('a kiosk that is enrolled at its screen', () => {
  const code = 'TYPED-0001';

  it('is somebody only after its words were compared, and has the same ones after a restart', async () => {
    const got = await type(code);
    if (!got.ok) throw new Error(got.error.kind);
    expect(got.value.words).toHaveLength(6);
    expect(got.value.identity.kioskCode).toBe('K001');
    const again = await start(null);
    expect(again).toMatchObject({ ok: false, error: { kind: 'unconfirmed', granted: { words: got.value.words } } });
    expect(await settleEnrolment(nodePrivateFile(identityPath()), true)).toBe(true);
    expect(await start(null)).toMatchObject({ ok: true, value: { kioskCode: 'K001' } });
    expect(asked).toHaveLength(1);
  });

  it('whose words were others is as new as before, with the same key', async () => {
    await type(code);
    expect(await settleEnrolment(nodePrivateFile(identityPath()), false)).toBe(true);
    expect(await start(null)).toEqual({ ok: false, error: { kind: 'not_enrolled' } });
    expect(await type('TYPED-0002')).toMatchObject({ ok: true });
    expect(asked[1]?.deviceKey).toBe(asked[0]?.deviceKey);
  });

  it('has other words for every other gateway key, kiosk code and one-time code', async () => {
    const texts = new Set<string>();
    const others = [granted, { ...granted, answerKey: secret() }, { ...granted, kioskCode: 'K002' }];
    for (const [reply, typed] of [...others.map((one) => [one, code] as const), [granted, 'TYPED-0002'] as const]) {
      const got = await type(typed, ok(reply));
      texts.add(got.ok ? got.value.words.map(({ en }) => en).join(' ') : 'none');
    }
    expect(texts.size).toBe(4);
  });

  it('asks with the same key again when the answer was lost or could not be kept', async () => {
    expect(await type(code, err({ kind: 'network_down' }))).toEqual({ ok: false, error: { kind: 'network_down' } });
    const full = { read: async () => null, replace: () => Promise.reject(new Error('no space')) };
    expect(await enrolAtScreen({ ...ports(ok(granted)), identityFile: full }, code)).toEqual({
      ok: false,
      error: { kind: 'disk' },
    });
    expect(await type(code)).toMatchObject({ ok: true });
    expect(new Set(asked.map(({ deviceKey }) => deviceKey)).size).toBe(1);
  });

  it('says that a disk took no key, and has asked nobody', async () => {
    const full = { read: async () => null, replace: () => Promise.reject(new Error('no space')) };
    const tried = await enrolAtScreen({ ...ports(ok(granted)), keyFile: full }, code);
    expect([tried, asked]).toEqual([{ ok: false, error: { kind: 'disk' } }, []]);
  });

  it('does not take keys that are none', async () => {
    const tried = await type(code, ok({ ...granted, answerKey: '_'.repeat(43) }));
    expect(tried).toMatchObject({ ok: false, error: { kind: 'bad_answer' } });
    expect(await start(null)).toEqual({ ok: false, error: { kind: 'not_enrolled' } });
  });

  it('cannot be settled when what was kept is gone, or when the disk refuses', async () => {
    expect(await settleEnrolment(nodePrivateFile(identityPath()), true)).toBe(false);
    const full = { read: async () => null, replace: () => Promise.reject(new Error('no space')) };
    expect(await settleEnrolment(full, false)).toBe(false);
  });

  it('with a damaged key gets a new one', async () => {
    await start(null);
    await writeFile(keyPath(), '{');
    expect(await type(code)).toMatchObject({ ok: true });
    expect(await start(null)).toMatchObject({ ok: false, error: { kind: 'unconfirmed' } });
  });
});
