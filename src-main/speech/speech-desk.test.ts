import { describe, expect, it } from 'vitest';
import { defaultPreferences } from '../../src-shared/session/preferences.ts';
import type { AudioRoute, SpokenItem } from '../../src-shared/speech/spoken.ts';
import type { SoundFile } from './ports.ts';
import { SpeechDesk } from './speech-desk.ts';
import { hiddenTone, lookHereTone } from './tone.ts';

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

function item(text: string, about: Partial<SpokenItem> = {}): SpokenItem {
  return { key: `key.${text}`, language: 'en', text, personal: false, fixed: true, ...about };
}

/** Reads back what a sound was made of. */
function textOf(file: SoundFile): string {
  if (file === hiddenTone) return '(tone)';
  return file === lookHereTone ? '(chime)' : Buffer.from(file.bytes).toString();
}

function desk(first: AudioRoute = 'private') {
  const heard: string[] = [];
  const played: { id: string; gain: number; rate: number }[] = [];
  const log: string[] = [];
  let route = first;
  let last = '';
  let slow: Promise<void> = Promise.resolve();
  const speech = new SpeechDesk({
    voice: {
      speak: async (text) => {
        await slow;
        return text === 'unspeakable' ? null : { bytes: Buffer.from(text), type: 'audio/wav' };
      },
    },
    clips: {
      find: async (key, language) =>
        key === 'key.recorded' ? { bytes: Buffer.from(`clip ${language}`), type: 'audio/ogg' } : null,
    },
    player: {
      play: ({ id, gain, rate }, file) => {
        last = id;
        played.push({ id, gain, rate });
        heard.push(textOf(file));
      },
      stop: () => heard.push('(silence)'),
    },
    route: { current: () => route },
    log: (event, details) => log.push(JSON.stringify({ event, ...details })),
  });
  speech.follow({ ...defaultPreferences, speech: true });
  return {
    speech,
    heard,
    played,
    log,
    reroute: (to: AudioRoute) => (route = to),
    slowDown: (until: Promise<void>): void => {
      slow = until;
    },
    /** The sound of now comes to its end. */
    end: async () => {
      speech.ended(last);
      await settle();
    },
  };
}

describe('speech', () => {
  it('says one thing after the other, and nothing while it is off', async () => {
    const { speech, heard, end } = desk();
    speech.say([item('one'), item('two')], 'replace');
    await settle();
    expect(heard).toEqual(['one']);
    await end();
    expect(heard).toEqual(['one', 'two']);
    await end();
    expect(speech.speaking).toBe(false);
    speech.follow(defaultPreferences);
    expect(speech.say([item('three')], 'replace')).toBe(false);
  });

  it('is replaced by what is newer, also while the older sound is still being made (A33)', async () => {
    const { speech, heard, slowDown } = desk();
    let made = (): void => undefined;
    slowDown(new Promise((resolve) => (made = resolve)));
    speech.say([item('old screen')], 'replace');
    await settle();
    slowDown(Promise.resolve());
    speech.say([item('new screen')], 'replace');
    await settle();
    made();
    await settle();
    expect(heard.filter((sound) => sound !== '(silence)')).toEqual(['new screen']);
  });

  it('falls silent at a key and says everything again at another (A33)', async () => {
    const { speech, heard, end } = desk();
    speech.say([item('title'), item('lead')], 'replace');
    await settle();
    await end();
    speech.hush();
    expect(heard).toEqual(['title', 'lead', '(silence)']);
    speech.repeat();
    await settle();
    await end();
    expect(heard.slice(3)).toEqual(['title', 'lead']);
  });

  it('takes no notice of the end of a sound that was replaced', async () => {
    const { speech, heard, played } = desk();
    speech.say([item('old')], 'replace');
    await settle();
    speech.say([item('new'), item('newer')], 'replace');
    await settle();
    speech.ended(played[0]?.id ?? '');
    await settle();
    expect(heard).toEqual(['old', '(silence)', 'new']);
  });

  it('goes on behind what cannot be said', async () => {
    const { speech, heard } = desk();
    speech.say([item('unspeakable'), item('next')], 'replace');
    await settle();
    expect(heard).toEqual(['next']);
  });

  it('takes the recorded clip where there is one, for whole messages only', async () => {
    const { speech, heard, end } = desk();
    speech.say([item('recorded'), item('recorded', { fixed: false })], 'replace');
    await settle();
    await end();
    expect(heard).toEqual(['clip en', 'recorded']);
  });

  it('is as loud and as fast as the visitor wants it (A36, A37)', async () => {
    const { speech, played, end } = desk();
    speech.say([item('one'), item('two')], 'replace');
    await settle();
    speech.follow({ ...defaultPreferences, speech: true, volume: 7, rate: 200 });
    await end();
    expect(played[0]).toMatchObject({ rate: 1 });
    expect(played[0]?.gain).toBeLessThan(0.1);
    expect(played[1]).toMatchObject({ gain: 1, rate: 2 });
  });

  it('of a visit that is over is never said again', async () => {
    const { speech, heard } = desk();
    speech.say([item('secret', { personal: true })], 'replace');
    await settle();
    speech.forget();
    speech.repeat();
    await settle();
    expect(heard).toEqual(['secret', '(silence)']);
  });

  it('chimes without speech too', async () => {
    const { speech, heard } = desk();
    speech.follow(defaultPreferences);
    speech.chime();
    await settle();
    expect(heard).toEqual(['(chime)']);
  });
});

describe('what is only for one pair of ears', () => {
  const amount = item('12 dinars', { key: null, personal: true, fixed: false });

  it('is a tone on the loudspeaker (A34) and words in headphones', async () => {
    const open = desk('open');
    open.speech.say([item('Pay'), amount], 'replace');
    await settle();
    await open.end();
    expect(open.heard).toEqual(['Pay', '(tone)']);
    const inEar = desk('private');
    inEar.speech.say([amount], 'replace');
    await settle();
    expect(inEar.heard).toEqual(['12 dinars']);
  });

  it('is not said when the plug comes out between two words, although its sound was made already (A35)', async () => {
    const { speech, heard, reroute, end } = desk('private');
    speech.say([item('Pay'), amount], 'replace');
    await settle();
    reroute('open');
    await end();
    expect(heard).toEqual(['Pay', '(tone)']);
  });

  it('is not said when the plug comes out while its sound is being made (A35)', async () => {
    const { speech, heard, reroute, slowDown } = desk('private');
    let made = (): void => undefined;
    slowDown(new Promise((resolve) => (made = resolve)));
    speech.say([amount], 'replace');
    await settle();
    reroute('open');
    made();
    await settle();
    expect(heard).toEqual(['(tone)']);
  });

  it('never stands in the log, which has keys, languages and routes', async () => {
    const { speech, log, end } = desk('private');
    speech.say([item('Pay'), amount], 'replace');
    await settle();
    await end();
    expect(log).toEqual([
      '{"event":"spoken","key":"key.Pay","language":"en","route":"private","as":"words"}',
      '{"event":"spoken","key":"data","language":"en","route":"private","as":"words"}',
    ]);
  });
});
