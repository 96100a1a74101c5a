import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const renderer = join(import.meta.dirname, '../..');
/** Whatever needs more than one tap with one finger: dragging, holding, two fingers, two taps. */
const gesture = /\b(?:pointermove|touchmove|touchstart|dblclick|dragstart|gesturestart|mousemove|@long-?press)\b/;

describe('the page of the visitors', () => {
  it('listens for no gesture: every act is one tap or one key (A25)', () => {
    const files = globSync('{kiosk,ui}/**/*.{ts,vue}', { cwd: renderer }).filter((file) => !file.endsWith('.test.ts'));
    expect(files.length).toBeGreaterThan(100);
    const found = files.filter((file) =>
      readFileSync(join(renderer, file), 'utf8')
        .split('\n')
        .some((line) => gesture.test(line) && !/^\s*(?:\/?\*|\/\/)/.test(line)),
    );
    expect(found).toEqual([]);
  });
});
