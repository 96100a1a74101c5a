import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const colours = new Map(
  Array.from(css.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g), ([, name = '', value = '']) => [name, value]),
);

/** Relative luminance as WCAG 2 defines it, 0 to 1. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other]
    .map((name) => luminance(colours.get(name) ?? ''))
    .toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['pearl', 'white', 'sand', 'petrol-tint', 'saffron-tint', 'good-tint', 'bad-tint'];

describe('colours', () => {
  it.each(grounds)('text on %s reaches 7:1, and amounts 10:1', (ground) => {
    expect(contrast('ink-soft', ground)).toBeGreaterThanOrEqual(7);
    expect(contrast('petrol', ground)).toBeGreaterThanOrEqual(7);
    expect(contrast('ink', ground)).toBeGreaterThanOrEqual(10);
    expect(contrast('petrol-deep', ground)).toBeGreaterThanOrEqual(10);
  });

  it('primary buttons and errors reach 10:1', () => {
    expect(contrast('white', 'petrol')).toBeGreaterThanOrEqual(10);
    expect(contrast('white', 'petrol-deep')).toBeGreaterThanOrEqual(10);
    expect(contrast('bad', 'white')).toBeGreaterThanOrEqual(10);
  });

  it('outcomes and warnings are readable on their own grounds', () => {
    expect(contrast('good', 'good-tint')).toBeGreaterThanOrEqual(7);
    expect(contrast('bad', 'bad-tint')).toBeGreaterThanOrEqual(7);
    expect(contrast('attention', 'saffron-tint')).toBeGreaterThanOrEqual(10);
    expect(contrast('ink', 'saffron')).toBeGreaterThanOrEqual(7);
  });

  it('borders of what can be touched, and the focus ring, reach 3:1', () => {
    for (const ground of grounds) expect(contrast('edge', ground)).toBeGreaterThanOrEqual(3);
    for (const ground of grounds) expect(contrast('petrol', ground)).toBeGreaterThanOrEqual(3);
    expect(contrast('saffron', 'petrol-deep')).toBeGreaterThanOrEqual(3);
  });
});
