import { beforeEach, describe, expect, it } from 'vitest';
import { GlassWatch, isOneColour, type Pane } from './glass-watch.ts';

const blank = new Uint8Array(4 * 400).fill(255);
const drawn = Uint8Array.from(blank, (byte, at) => (at > 800 ? 7 : byte));

describe('the graphics process dies', () => {
  let done: string[] = [];
  let pictures: (Uint8Array | null | Error)[] = [];
  let paused: number[] = [];
  let gone: Pane['name'] | null = null;

  beforeEach(() => {
    gone = null;
    done = [];
    paused = [];
  });

  /** Every look sees the next picture, and the last one for ever. Null: none ever comes. */
  function pane(name: Pane['name'], remakes = true): Pane {
    return {
      name,
      picture: async () => {
        const picture = pictures.length > 1 ? pictures.shift() : pictures[0];
        if (picture instanceof Error) throw picture;
        return picture ?? new Promise<Uint8Array>(() => undefined);
      },
      wake: () => done.push(`wake ${name}`),
      remake: remakes ? () => done.push(`remake ${name}`) : null,
      isGone: () => gone === name,
    };
  }

  function watch(...panes: Pane[]): GlassWatch {
    return new GlassWatch({
      // Every pause is over at once; a picture that comes is quicker than its limit.
      timers: {
        after: (ms, run) => {
          paused.push(ms);
          const timer = setTimeout(run, 0);
          return { cancel: () => clearTimeout(timer) };
        },
      },
      panes: () => panes,
      end: () => done.push('end'),
      log: (event, fields) => done.push([event, ...Object.values(fields)].join(' ')),
    });
  }

  it('and leaves a page alone that is drawn again, once it was seen twice', async () => {
    pictures = [drawn];
    await watch(pane('visitors')).graphicsDied('killed');
    expect(done).toEqual(['graphics-gone killed']);
    expect(paused.filter((ms) => ms !== 1_500)).toEqual([700, 1_000]);
  });

  it('and a page that is blank is woken', async () => {
    pictures = [blank, drawn];
    await watch(pane('visitors')).graphicsDied('crashed');
    expect(done).toEqual(['graphics-gone crashed', 'screen-blank visitors wake', 'wake visitors']);
  });

  it('and a page that was drawn at the first look and is blank at the second is helped', async () => {
    pictures = [drawn, blank, drawn];
    await watch(pane('visitors')).graphicsDied('crashed');
    expect(done.slice(1)).toEqual(['screen-blank visitors remake', 'remake visitors']);
  });

  it('and a page that stays blank is made anew, and the program ends when that does not help either', async () => {
    pictures = [blank];
    await watch(pane('visitors')).graphicsDied('crashed');
    expect(done.filter((what) => !what.includes('-'))).toEqual([
      ...['wake visitors', 'remake visitors', 'wake visitors', 'remake visitors', 'end'],
    ]);
  });

  it('and a bank’s page that is blank is woken, never ended: it may be loading', async () => {
    pictures = [blank, blank, drawn];
    await watch(pane('bank', false)).graphicsDied('crashed');
    expect(done.filter((what) => !what.includes('-'))).toEqual(['wake bank', 'wake bank']);
  });

  it('and a bank’s page that stays blank does not end the program under a payment', async () => {
    pictures = [blank];
    await watch(pane('bank', false)).graphicsDied('crashed');
    expect(done.filter((what) => !what.includes('-'))).toEqual(Array<string>(5).fill('wake bank'));
  });

  it('and a page that was closed while its picture was taken is left alone', async () => {
    pictures = [null];
    gone = 'bank';
    await watch(pane('bank', false)).graphicsDied('crashed');
    expect(done).toEqual(['graphics-gone crashed']);
  });

  it.each([
    ['never comes', null],
    ['cannot be taken', new Error('no surface')],
    ['is empty', new Uint8Array()],
  ])('and a picture that %s counts as blank', async (_what, picture) => {
    pictures = [picture, drawn];
    await watch(pane('staff')).graphicsDied('crashed');
    expect(done.slice(1)).toEqual(['screen-blank staff wake', 'wake staff']);
  });

  it('once more while the glass is watched, and only the newer death is followed', async () => {
    pictures = [blank];
    const glass = watch(pane('visitors'));
    await Promise.all([glass.graphicsDied('crashed'), glass.graphicsDied('crashed')]);
    expect(done.filter((what) => what === 'end')).toHaveLength(1);
  });
});

describe('a picture', () => {
  it('shows nothing when it has no pixel or one colour, and something when one line is drawn', () => {
    expect(isOneColour(new Uint8Array())).toBe(true);
    expect(isOneColour(blank)).toBe(true);
    expect(isOneColour(drawn)).toBe(false);
    const width = 40;
    const line = new Uint8Array(4 * width * width).fill(255).fill(0, 4 * width * 20, 4 * width * 21);
    expect(isOneColour(line)).toBe(false);
  });
});
