import { expect, it } from 'vitest';
import { codeSide } from './code-side.ts';

it.each([29, 49, 69, 85, 101, 125, 177])(
  'a code of %i modules has whole dots, is at least 25 mm wide and fits the paper',
  (modules) => {
    const side = codeSide(modules, 536);
    expect(side % modules).toBe(0);
    expect(side).toBeGreaterThanOrEqual(200);
    expect(side).toBeLessThanOrEqual(536);
  },
);

it('the code of an ordinary proof has modules of half a millimetre', () => {
  expect(codeSide(85, 536) / 85).toBe(4);
});

it('on narrow paper too an ordinary proof is at least 25 mm wide and fits', () => {
  expect(codeSide(85, 360)).toBe(340);
});
