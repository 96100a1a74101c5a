import { beforeEach, describe, expect, it } from 'vitest';
import { createWedge } from './wedge.ts';

let now: number;
let due: { at: number; run: () => void }[];
let typed: string[];
let scans: { text: string; whole: boolean }[];
/** What got through to the page at once. */
let passed: string[];
let wedge: ReturnType<typeof createWedge<string>>;

beforeEach(() => {
  now = 1_000;
  due = [];
  typed = [];
  scans = [];
  passed = [];
  wedge = createWedge<string>({
    after(ms, run) {
      const entry = { at: now + ms, run };
      due.push(entry);
      return () => void (due = due.filter((other) => other !== entry));
    },
    typed: (keys) => void typed.push(...keys),
    scanned: (text, whole) => void scans.push({ text, whole }),
  });
});

function pass(ms: number): void {
  now += ms;
  const ready = due.filter(({ at }) => at <= now);
  due = due.filter(({ at }) => at > now);
  for (const { run } of ready) run();
}

function press(key: string, { after = 5, command = false } = {}): void {
  pass(after);
  if (!wedge({ key, atMs: now, command, event: key })) passed.push(key);
}

const burst = (text: string): void => {
  for (const key of text) press(key);
};

describe('a scanner that types', () => {
  it('is a scan, and neither its digits nor its Enter reach the page', () => {
    burst('399123100017');
    press('Enter');
    pass(1_000);
    expect(scans).toEqual([{ text: '399123100017', whole: true }]);
    expect([...typed, ...passed]).toEqual([]);
  });

  it('holds Shift for capitals and fillers, and ends with Tab', () => {
    for (const key of ['Shift', 'P', 'Shift', '<', 'Shift', 'I', 'N', 'D', 'Tab']) press(key);
    expect(scans).toEqual([{ text: 'P<IND', whole: true }]);
    expect(passed).toEqual(['Shift']); // the first, before anything was known; alone it does nothing
  });

  it('three lines of a card are three scans, for main to put together', () => {
    for (const line of ['IDKWT', '99123', 'TESTP']) {
      burst(line);
      press('Enter');
    }
    expect(scans.map(({ text }) => text)).toEqual(['IDKWT', '99123', 'TESTP']);
    expect([...typed, ...passed]).toEqual([]);
  });

  it('has spaces inside, which press no button', () => {
    burst('3991 2310');
    press('Enter');
    expect(scans).toEqual([{ text: '3991 2310', whole: true }]);
    expect(passed).toEqual([]);
  });

  it('whose end never comes is half a scan', () => {
    burst('399123');
    pass(500);
    expect(scans).toEqual([{ text: '399123', whole: false }]);
    expect([...typed, ...passed]).toEqual([]);
  });

  it.each([
    ['a function key', 'F5', false],
    ['an arrow', 'ArrowDown', false],
    ['Escape', 'Escape', false],
    ['a character with Ctrl', 'r', true],
    ['a character with Alt', '6', true],
  ])('that presses %s is not believed, and the key does nothing', (_case, key, command) => {
    burst('3991');
    press(key, { command });
    burst('23100017');
    press('Enter');
    expect(scans).toEqual([{ text: '399123100017', whole: false }]);
    expect(passed).toEqual([]);
  });

  it('without an end of its flood is kept to its first 513 characters', () => {
    burst('9'.repeat(5_000));
    press('Enter');
    expect(scans.map(({ text }) => text.length)).toEqual([513]);
  });
});

describe('a hand that types', () => {
  it('is handed on, in order and within a tenth of a second', () => {
    press('3');
    pass(90);
    expect(typed).toEqual(['3']);
    press('9', { after: 120 });
    press('9', { after: 120 });
    press('Enter', { after: 120 });
    expect(typed).toEqual(['3', '9', '9']);
    expect(passed).toEqual(['Enter']);
    expect(scans).toEqual([]);
  });

  it('that lands on two keys at once typed both', () => {
    press('3');
    press('9', { after: 3 });
    pass(200);
    expect(typed).toEqual(['3', '9']);
  });

  it('that presses Enter right after a digit has pressed Enter', () => {
    press('3');
    press('Enter', { after: 10 });
    expect(typed).toEqual(['3']);
    expect(passed).toEqual(['Enter']);
  });

  it.each([' ', 'Enter', 'Tab', 'ArrowDown', 'Backspace', 'Shift'])('"%s" alone is not held back', (key) => {
    press(key);
    expect(passed).toEqual([key]);
  });

  it('a late timer does not turn a slow hand into a scanner', () => {
    for (const key of '39912') press(key, { after: 60 });
    pass(200);
    expect(typed.join('')).toBe('39912');
    expect(scans).toEqual([]);
  });
});
