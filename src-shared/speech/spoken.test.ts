import { describe, expect, it } from 'vitest';
import { languages } from '../domain/language.ts';
import { defaultPreferences, speechRates, volumeSteps } from '../session/preferences.ts';
import { gainOf, hasSpeech, speechLanguages } from './spoken.ts';

describe('volume and speed', () => {
  it('no step of volume is more than 10 dB, none goes the wrong way, the loudest is not distorted (A36)', () => {
    for (let step = 1; step < volumeSteps; step += 1) {
      const decibels = 20 * Math.log10(gainOf(step) / gainOf(step - 1));
      expect(decibels).toBeGreaterThan(0);
      expect(decibels).toBeLessThanOrEqual(10);
    }
    expect(gainOf(volumeSteps - 1)).toBe(1);
  });

  it('goes from 75 to 200 per cent in six steps or more, and starts at 100 (A37)', () => {
    expect(speechRates.length).toBeGreaterThanOrEqual(6);
    expect([speechRates[0], speechRates.at(-1), defaultPreferences.rate]).toEqual([75, 200, 100]);
  });
});

it('the languages one can be led through by ear are those with a voice: all but Filipino (A38)', () => {
  expect(languages.filter((language) => !hasSpeech(language))).toEqual(['fil']);
  expect(languages.filter(hasSpeech)).toEqual([...speechLanguages]);
});
