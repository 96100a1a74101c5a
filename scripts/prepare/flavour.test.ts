import { describe, expect, it } from 'vitest';
import { isTestFlavour } from './flavour.ts';

describe('which flavour is built', () => {
  it('a package is a release unless the test flavour is asked for', () => {
    expect(isTestFlavour(undefined, { packaging: true })).toBe(false);
    expect(isTestFlavour('', { packaging: true })).toBe(false);
    expect(isTestFlavour('test', { packaging: true })).toBe(true);
  });

  it('the build that the tests drive is the test flavour unless a release is asked for', () => {
    expect(isTestFlavour(undefined, { packaging: false })).toBe(true);
    expect(isTestFlavour('release', { packaging: false })).toBe(false);
  });

  it('a misspelt wish is refused instead of ignored', () => {
    expect(() => isTestFlavour('tset', { packaging: true })).toThrow(/test or release/);
  });
});
