import { describe, expect, it } from 'vitest';
import { physicalDeclarations, stylesOf } from './physical-css.ts';

describe('styles that would not turn with the reading direction', () => {
  it.each([
    'a { left: 0; }',
    'a { margin-left: 1rem }',
    'a{color:red;padding-right:2px;}',
    'a { border-left-color: red; }',
    'a { border-top-right-radius: 4px; }',
    'a { text-align: left; }',
    'a { margin: 0 1px 0 2px; }',
    'a { inset: 0 auto 0 calc(1px + 2px); }',
  ])('%s is found', (css) => {
    expect(physicalDeclarations(css)).toHaveLength(1);
  });

  it.each([
    'a { inset-inline-start: 0; margin-inline: 1rem auto; }',
    'a { text-align: start; margin: 0 1px 2px 1px; }',
    'a { transform-origin: left; --left: 1px; }',
    '/* left: 0; */ a { top: 0; }',
    '.left:hover { color: red; }',
    'a { margin: 0 var(--gap, 1px) 0 var(--gap, 1px); }',
  ])('%s is left alone', (css) => {
    expect(physicalDeclarations(css)).toEqual([]);
  });

  it('the line is counted in the file, and only style blocks of a component are read', () => {
    const component = '<template>\n<p>left: 0;</p>\n</template>\n<style scoped>\na {\n  left: 0;\n}\n</style>\n';
    expect(physicalDeclarations(stylesOf(component)).map(({ line }) => line)).toEqual([6]);
  });
});
