import { describe, expect, it } from 'vitest';
import { Memory } from './memory.ts';

describe('memory for segments', () => {
  it('is used again once it was given back, and never by two at a time', () => {
    const memory = new Memory();
    const first = memory.take(1_000);
    const second = memory.take(1_000);
    expect(second).not.toBe(first);
    memory.giveBack(first);
    expect(memory.take(900)).toBe(first);
    expect(memory.take(900)).not.toBe(first);
  });

  it('is as large as asked for, whatever was given back before', () => {
    const memory = new Memory();
    memory.giveBack(new ArrayBuffer(10));
    expect(memory.take(1_000_000).byteLength).toBeGreaterThanOrEqual(1_000_000);
    expect(memory.take(10).byteLength).toBe(10);
  });
});
