import { describe, expect, it } from 'vitest';
import { BoardLines, lightLine } from './lines.ts';

function heard(...pieces: string[]): boolean[] {
  const plugs: boolean[] = [];
  const lines = new BoardLines((plugged) => plugs.push(plugged));
  for (const piece of pieces) lines.take(piece);
  return plugs;
}

describe('the lines of the access board', () => {
  it('tell of the headphones, however they are cut', () => {
    expect(heard('headpho', 'nes in\r\nheadphones', ' out\n')).toEqual([true, false]);
  });

  it('that are floods or unknown change nothing, and the next one counts again', () => {
    expect(heard(`headphones in${'x'.repeat(100_000)}\n`, 'headphones maybe\nheadphones out\n')).toEqual([false]);
  });

  it('switch one light each', () => {
    expect(lightLine('receipt', true)).toBe('light receipt on\n');
    expect(lightLine('card', false)).toBe('light card off\n');
  });
});
