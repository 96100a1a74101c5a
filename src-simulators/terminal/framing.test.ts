import { describe, expect, it } from 'vitest';
import { maxNexoBytes } from '../../src-shared/contract/nexo.ts';
import { makeRandom } from '../world/random.ts';
import { frameOf, FrameReader } from './framing.ts';

describe('frames', () => {
  it('begin with the length of the UTF-8 text, big-endian', () => {
    expect([...frameOf('ع')]).toEqual([0, 0, 0, 2, 0xd8, 0xb9]);
  });

  it('are put together however they were cut', () => {
    const texts = ['{}', 'دفع', 'x'.repeat(70_000), '{"a":1}'];
    const bytes = Buffer.concat(texts.map(frameOf));
    const random = makeRandom(7);
    for (let round = 0; round < 50; round += 1) {
      const reader = new FrameReader();
      const messages: string[] = [];
      for (let at = 0; at < bytes.length;) {
        const next = at + random.int(1, round < 25 ? 9_000 : 80_000);
        messages.push(...reader.read(bytes.subarray(at, next)).messages);
        at = next;
      }
      expect(messages).toEqual(texts);
    }
  });

  it('come out two at a time when two are in one piece, and a begun third waits', () => {
    const reader = new FrameReader();
    const third = frameOf('three');
    const piece = Buffer.concat([frameOf('one'), frameOf('two'), third.subarray(0, 3)]);
    expect(reader.read(piece)).toEqual({ messages: ['one', 'two'], lost: false });
    expect(reader.read(third.subarray(3))).toEqual({ messages: ['three'], lost: false });
  });

  it('may be as long as the protocol allows and not a byte longer', () => {
    expect(new FrameReader().read(frameOf('x'.repeat(maxNexoBytes))).messages).toHaveLength(1);
    expect(new FrameReader().read(frameOf('x'.repeat(maxNexoBytes + 1)))).toEqual({ messages: [], lost: true });
  });

  it('with a length of nothing or of garbage end the reading for good, after what was whole before', () => {
    const reader = new FrameReader();
    expect(reader.read(Buffer.concat([frameOf('one'), Buffer.from('GET / HTTP/1.1')]))).toEqual({
      messages: ['one'],
      lost: true,
    });
    expect(reader.read(frameOf('two'))).toEqual({ messages: [], lost: true });
    expect(new FrameReader().read(Buffer.alloc(4)).lost).toBe(true);
  });
});
