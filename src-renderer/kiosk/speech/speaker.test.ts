import { describe, expect, it } from 'vitest';
import type { SpokenItem } from '../../../src-shared/speech/spoken.ts';
import type { ReadPiece } from './read-screen.ts';
import { Speaker, type Look } from './speaker.ts';

function piece(text: string, about: Partial<ReadPiece> = {}): ReadPiece {
  return { key: null, text, personal: false, fixed: false, language: 'en', quiet: false, ...about };
}

const home: Look = {
  screen: 'Home',
  dialog: null,
  language: 'en',
  heading: [piece('What next?')],
  main: [piece('What next?'), piece('Tickets')],
  around: [piece('Help')],
  live: [],
  typed: null,
  focus: null,
  route: 'private',
};

function speaker() {
  const said: string[] = [];
  const items: SpokenItem[] = [];
  const of = new Speaker((next, how) => {
    items.push(...next);
    said.push(`${how}: ${next.map(({ key, text }) => key ?? text).join(', ')}`);
  });
  /** What was said since the last time. */
  const heard = (): string[] => said.splice(0);
  return { of, heard, items };
}

describe('what is said of the window', () => {
  it('is a greeting, the screen, and once in a visit what stands around every screen', () => {
    const { of, heard } = speaker();
    of.look(home);
    of.look({ ...home, screen: 'Number', main: [piece('Your number')] });
    expect(heard()).toEqual(['replace: speech.greeting, What next?, Tickets, Help', 'replace: Your number']);
  });

  it('is nothing when nothing has changed, and only the news when something has', () => {
    const { of, heard } = speaker();
    of.look(home);
    heard();
    of.look(home);
    of.look({ ...home, main: [...home.main, piece('Printer is out of paper')] });
    expect(heard()).toEqual(['append: Printer is out of paper']);
  });

  it('is a dialog from its start, and afterwards the heading of the screen behind it', () => {
    const { of, heard } = speaker();
    of.look(home);
    heard();
    of.look({ ...home, dialog: 'end', main: [piece('Really?'), piece('Yes')], around: [] });
    of.look(home);
    expect(heard()).toEqual(['replace: Really?, Yes', 'replace: What next?']);
  });

  it('is what was typed, key by key, and for the visitor’s ears only', () => {
    const { of, heard, items } = speaker();
    of.look({ ...home, typed: '' });
    of.look({ ...home, typed: '3' });
    of.look({ ...home, typed: '' });
    expect(heard().slice(1)).toEqual(['append: 3', 'append: speech.erased']);
    expect(items.find(({ text }) => text === '3')?.personal).toBe(true);
  });

  it('is whether something is ticked, when it changes under the thumb', () => {
    const { of, heard } = speaker();
    of.look({ ...home, focus: { name: 'Ticket 7', state: 'unchecked' } });
    of.look({ ...home, focus: { name: 'Ticket 7', state: 'checked' } });
    of.look({ ...home, focus: { name: 'Ticket 8', state: 'unchecked' } });
    expect(heard().slice(1)).toEqual(['append: speech.checked']);
  });

  it('says once in a visit why a tone stands for something, and never in headphones', () => {
    const { of, heard } = speaker();
    const secret = [piece('12 dinars', { personal: true })];
    of.look({ ...home, main: secret });
    expect(heard()[0]).not.toContain('speech.plugIn');
    of.look({ ...home, route: 'open', screen: 'List', main: secret });
    of.look({ ...home, route: 'open', screen: 'Review', main: secret });
    expect(heard()).toEqual(['replace: 12 dinars, speech.plugIn', 'replace: 12 dinars']);
  });

  it('at a stop is its name and state, at the heading the whole screen once more', () => {
    const { of, heard } = speaker();
    of.look(home);
    heard();
    of.stop([piece('Tickets')], 'unchecked', false);
    of.stop(home.heading, null, true);
    expect(heard()).toEqual(['replace: Tickets, speech.unchecked', 'replace: What next?, Tickets']);
  });
});
