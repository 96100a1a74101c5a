import { describe, expect, it } from 'vitest';
import { toBase64Url } from '../../src-shared/encoding/base64.ts';
import { Sealer } from './sealer.ts';

const key = (fill: number): string => toBase64Url(new Uint8Array(32).fill(fill));
const sealer = (fill = 1): Promise<Sealer> => Sealer.of(1, key(fill), crypto.subtle);
const plain = Uint8Array.from({ length: 1000 }, (_, at) => (at * 7) % 251);
const spanOf = (bytes: Uint8Array<ArrayBuffer>) => (from: number, to: number) => bytes.slice(from, to);

describe('a long text', () => {
  it('that was encrypted in parts is one text, of which every span can be read', async () => {
    const own = await sealer();
    const encrypted = new Uint8Array(plain.length);
    for (const from of [512, 0]) encrypted.set(await own.encrypt(3, from, plain.slice(from, from + 512)), from);
    expect(encrypted).toEqual(await own.encrypt(3, 0, plain));
    for (const [from, to] of [
      [0, 1000],
      [0, 0],
      [1, 17],
      [15, 16],
      [500, 530],
      [999, 1000],
    ] as const) {
      expect(await own.decrypt(3, from, to, spanOf(encrypted))).toEqual(plain.slice(from, to));
    }
  });

  it('looks like no other, under the same key or another', async () => {
    const own = await sealer();
    const once = await own.encrypt(3, 0, plain);
    expect(once).not.toEqual(await own.encrypt(4, 0, plain));
    expect(once).not.toEqual(await (await sealer(2)).encrypt(3, 0, plain));
    expect(once.slice(16)).not.toEqual(await own.encrypt(3, 0, plain.slice(16)));
    expect(await own.decrypt(4, 0, 1000, spanOf(once))).not.toEqual(plain);
  });

  it('that is not there is nothing', async () => {
    expect(await (await sealer()).decrypt(3, 0, 16, () => null)).toBeNull();
  });
});
