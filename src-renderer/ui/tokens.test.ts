import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

/** What one block of the file declares. */
function declared(selector: string): ReadonlyMap<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return new Map(Array.from(block.matchAll(/--([a-z-]+): ([^;]+);/g), ([, name = '', value = '']) => [name, value]));
}

const usual = declared(':root');
const modes = { normal: usual, large: blend('large'), contrast: blend('contrast') };
function blend(display: string): ReadonlyMap<string, string> {
  return new Map([...usual, ...declared(`:root[data-display='${display}']`)]);
}
type Tokens = ReadonlyMap<string, string>;

/** The colour a token stands for in the end. */
function colour(tokens: Tokens, name: string): string {
  const value = tokens.get(name) ?? '';
  const other = /^var\(--([a-z-]+)\)$/.exec(value)?.[1];
  return other === undefined ? value : colour(tokens, other);
}

/** Relative luminance as WCAG 2 defines it, 0 to 1. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(tokens: Tokens, one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other].map((name) => luminance(colour(tokens, name))).toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['pearl', 'white', 'sand', 'petrol-tint', 'saffron-tint', 'good-tint', 'bad-tint'];
/** Text and the ground it stands on, everywhere in the window. */
const texts: readonly (readonly [string, string])[] = [
  ...grounds.flatMap((ground) => ['ink', 'ink-soft', 'petrol', 'petrol-deep'].map((text) => [text, ground] as const)),
  ['white', 'petrol'],
  ['white', 'petrol-deep'],
  ['good', 'good-tint'],
  ['bad', 'bad-tint'],
  ['bad', 'white'],
  ['attention', 'saffron-tint'],
  ['on-saffron', 'saffron'],
  ['on-deep', 'deep'],
];

describe.each(Object.entries(modes))('colours, display %s', (mode, tokens) => {
  it('text reaches 7:1 on every ground it stands on (A08), 20:1 in high contrast (A09)', () => {
    for (const [text, ground] of texts) {
      expect(contrast(tokens, text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(
        mode === 'contrast' ? 20 : 7,
      );
    }
  });

  it('amounts, primary buttons and errors reach 10:1 (A08)', () => {
    for (const ground of grounds) {
      expect(contrast(tokens, 'ink', ground)).toBeGreaterThanOrEqual(10);
      expect(contrast(tokens, 'petrol-deep', ground)).toBeGreaterThanOrEqual(10);
    }
    expect(contrast(tokens, 'white', 'petrol')).toBeGreaterThanOrEqual(10);
    expect(contrast(tokens, 'white', 'petrol-deep')).toBeGreaterThanOrEqual(10);
    expect(contrast(tokens, 'bad', 'white')).toBeGreaterThanOrEqual(10);
  });

  it('warnings reach 10:1 (A08)', () => {
    expect(contrast(tokens, 'attention', 'saffron-tint')).toBeGreaterThanOrEqual(10);
  });

  it('borders of what can be touched, accents and the focus ring reach 3:1 (A10)', () => {
    for (const ground of grounds) expect(contrast(tokens, 'edge', ground)).toBeGreaterThanOrEqual(3);
    for (const ground of grounds) expect(contrast(tokens, 'petrol', ground)).toBeGreaterThanOrEqual(3);
    expect(contrast(tokens, 'on-deep-accent', 'deep')).toBeGreaterThanOrEqual(3);
    expect(contrast(tokens, 'on-petrol-accent', 'petrol')).toBeGreaterThanOrEqual(3);
  });
});

describe('sizes', () => {
  const sizes = (tokens: Tokens): number[] =>
    [...tokens].filter(([name]) => name.startsWith('text-')).map(([, value]) => Number.parseInt(value, 10));

  it('no text is under 20 px, and body capitals reach 4.8 mm on a 22-inch panel (A05)', () => {
    for (const size of sizes(modes.normal)) expect(size).toBeGreaterThanOrEqual(20);
    expect(Number.parseInt(modes.normal.get('text-body') ?? '', 10) * 0.71 * 0.254).toBeGreaterThanOrEqual(4.8);
  });

  it('with larger text every size has capitals of 7.33 mm (A06)', () => {
    // 42 px × 0.71 em × 0.2537 mm per px: the size that the design names for 7.33 mm rounds to 7.6 mm.
    for (const size of sizes(modes.large)) expect(size * 0.71 * 0.2537).toBeGreaterThanOrEqual(7.33);
  });
});
