import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rawPublicKey } from './ed25519-der.ts';
import { seal, sealOverhead, unseal } from './sealed-box.ts';

function reader() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: rawPublicKey(publicKey.export({ format: 'der', type: 'spki' })),
    seed: new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)),
  };
}

const tools = { subtle: crypto.subtle, purpose: 'test' };
const letter = new TextEncoder().encode('to be read by one');

describe('a sealed letter', () => {
  it('is opened by its reader, and no two of the same letter are alike', async () => {
    for (let round = 0; round < 20; round += 1) {
      const who = reader();
      const [one, other] = [await seal(who.publicKey, letter, tools), await seal(who.publicKey, letter, tools)];
      expect(one).not.toEqual(other);
      expect(one.length).toBe(letter.length + sealOverhead);
      expect(await unseal(who, one, tools)).toEqual(letter);
    }
  });

  it('is not opened by anybody else, nor as a letter of another kind', async () => {
    const sealed = await seal(reader().publicKey, letter, tools);
    expect(await unseal(reader(), sealed, tools)).toBeNull();
    const who = reader();
    const theirs = await seal(who.publicKey, letter, tools);
    expect(await unseal(who, theirs, { ...tools, purpose: 'another' })).toBeNull();
  });

  it('with any byte changed, or cut anywhere, is none', async () => {
    const who = reader();
    const sealed = await seal(who.publicKey, letter, tools);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await unseal(who, changed, tools), `byte ${at}`).toBeNull();
      expect(await unseal(who, sealed.slice(0, at), tools), `cut at ${at}`).toBeNull();
    }
  });

  it('from a sender whose key is a point of small order is none', async () => {
    const who = reader();
    const sealed = await seal(who.publicKey, letter, tools);
    sealed.fill(0, 0, 32);
    expect(await unseal(who, sealed, tools)).toBeNull();
  });
});
