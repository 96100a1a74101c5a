import { describe, expect, it } from 'vitest';
import { noteRun, type MarkFile } from './last-start.ts';

function disk(): MarkFile {
  let text: string | null = null;
  return { read: () => text, write: (next) => void (text = next) };
}

describe('why the program was started', () => {
  it('is nothing the first time, and after that what became of the run before', () => {
    const file = disk();
    const first = noteRun(file, 'boot-1');
    expect(first.reason).toBe('first');
    first.end();
    expect(noteRun(file, 'boot-1').reason).toBe('ended');
    expect(noteRun(file, 'boot-1').reason).toBe('died');
    expect(noteRun(file, 'boot-2').reason).toBe('power');
  });

  it('is taken for the first when the mark is damaged, and a disk that takes nothing stops no start and no end', () => {
    const write = (): never => {
      throw new Error('ENOSPC');
    };
    const run = noteRun({ read: () => '{', write }, 'boot-1');
    expect(run.reason).toBe('first');
    expect(() => run.end()).not.toThrow();
  });
});
