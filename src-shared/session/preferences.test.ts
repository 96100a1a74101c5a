import { describe, expect, it } from 'vitest';
import {
  changePreferences,
  defaultPreferences,
  preferencesChangeSchema,
  preferencesSchema,
  speechRates,
} from './preferences.ts';

describe('the preferences of a visit', () => {
  it('begin as anyone would leave them', () => {
    expect(preferencesSchema.parse(defaultPreferences)).toEqual(defaultPreferences);
  });

  it('change one by one, and a wish that is not spoken changes nothing', () => {
    const large = changePreferences(defaultPreferences, { display: 'large' });
    expect(large).toEqual({ ...defaultPreferences, display: 'large' });
    expect(changePreferences(large, { lowReach: undefined, calm: true })).toEqual({ ...large, calm: true });
  });

  it('never leave a visitor with a screen that shows nothing and a kiosk that says nothing', () => {
    expect(changePreferences(defaultPreferences, { blank: true }).blank).toBe(false);
    const listening = changePreferences(defaultPreferences, { speech: true, blank: true });
    expect(listening.blank).toBe(true);
    expect(changePreferences(listening, { speech: false })).toMatchObject({ speech: false, blank: false });
  });

  it('refuse what no visitor can ask for', () => {
    for (const wish of [{ volume: 8 }, { volume: 1.5 }, { rate: 300 }, { display: 'huge' }, { zoom: true }]) {
      expect(preferencesChangeSchema.safeParse(wish).success).toBe(false);
    }
  });

  it('offer six speeds of speech, from 75 to 200 per cent (A37)', () => {
    expect(speechRates).toHaveLength(6);
    expect([speechRates[0], speechRates.at(-1)]).toEqual([75, 200]);
  });
});
