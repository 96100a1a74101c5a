import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { speechLanguages, type SpeechLanguage } from '../../src-shared/speech/spoken.ts';
import { whichProgram } from '../../scripts/prepare/run.ts';
import { clipFolder } from './edge/clip-folder.ts';
import { espeakVoice } from './edge/espeak-voice.ts';
import type { SoundFile } from './ports.ts';
import { hiddenTone, lookHereTone } from './tone.ts';
import { wholeWave } from './wave-header.ts';

/** Length in seconds and loudness (root of the mean square, 1 is the loudest) of a 16 bit mono WAV. */
function measure({ bytes }: SoundFile): { seconds: number; loudness: number } {
  const wave = Buffer.from(bytes);
  expect(wave.toString('latin1', 0, 4)).toBe('RIFF');
  expect(wave.readUInt32LE(4)).toBe(wave.length - 8);
  const samples = new Int16Array(wave.buffer.slice(wave.byteOffset + 44, wave.byteOffset + wave.length));
  const mean = samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / samples.length;
  return { seconds: samples.length / wave.readUInt32LE(24), loudness: Math.sqrt(mean) };
}

const sentences: Readonly<Record<SpeechLanguage, string>> = {
  ar: 'تَمَّ الدَّفعُ بنجاح. 12 دينارًا وَ 500 فِلس',
  en: 'Your payment was made. 12 dinars 500 fils',
  ur: 'ادائیگی ہو گئی۔ 12 دینار اور 500 فلس',
  hi: 'भुगतान हो गया। 12 दीनार और 500 फ़िल्स',
  bn: 'পরিশোধ হয়েছে। 12 দিনার 500 ফিলস',
};

// The voice is a program of the system; `npm test` installs it where it may.
describe.skipIf(whichProgram('espeak-ng') === undefined)('the voice', { timeout: 60_000 }, () => {
  const voice = espeakVoice(() => undefined);

  it.each(speechLanguages)('says a sentence with an amount in %s', async (language) => {
    const sound = await voice.speak(sentences[language], language);
    const { seconds, loudness } = measure(sound ?? hiddenTone);
    expect(sound).not.toBeNull();
    expect(seconds).toBeGreaterThan(2);
    expect(seconds).toBeLessThan(15);
    expect(loudness).toBeGreaterThan(0.01);
  });

  it('says the same letters otherwise in another language: the voice is the language’s own', async () => {
    const lengths = await Promise.all(
      speechLanguages.map(async (language) => (await voice.speak('12 500 45', language))?.bytes.length),
    );
    expect(new Set(lengths).size).toBe(speechLanguages.length);
  });

  it('takes a text for text, whatever is in it', async () => {
    const plain = await voice.speak('one two', 'en');
    const tricky = await voice.speak("one [[h@'loU]] two", 'en');
    expect(tricky?.bytes.length).not.toBe(plain?.bytes.length);
    expect(await voice.speak('-v hi; echo $(id) | <speak>', 'en')).not.toBeNull();
  });
});

describe('sounds of the kiosk’s own', () => {
  it('can be heard', () => {
    expect(measure(hiddenTone).loudness).toBeGreaterThan(0.05);
    expect(measure(lookHereTone).seconds).toBeGreaterThan(0.3);
  });

  it('what is no sound is never played', () => {
    expect(wholeWave(Buffer.alloc(0))).toBeNull();
    expect(wholeWave(Buffer.alloc(200))).toBeNull();
  });
});

describe('recorded clips', () => {
  function folder(manifest: string): { find: (key: string) => Promise<SoundFile | null>; log: string[] } {
    const path = mkdtempSync(join(tmpdir(), 'wafa-clips-'));
    onTestFinished(() => rmSync(path, { recursive: true }));
    mkdirSync(join(path, 'ar'));
    writeFileSync(join(path, 'ar', 'clips.json'), manifest);
    writeFileSync(join(path, 'ar', 'paid.ogg'), 'OggS');
    writeFileSync(join(path, 'secret.ogg'), 'no clip');
    const log: string[] = [];
    const clips = clipFolder(path, (event) => log.push(event));
    return { find: (key) => clips.find(key, 'ar'), log };
  }

  it('are found by key', async () => {
    const { find } = folder('{"paid.title":"paid.ogg"}');
    expect(await find('paid.title')).toMatchObject({ type: 'audio/ogg' });
    expect(await find('toString')).toBeNull();
  });

  it.each([
    ['a manifest that is no JSON', '{', 'clips-unreadable'],
    ['a file outside the folder', '{"paid.title":"../secret.ogg"}', 'clips-unreadable'],
    ['a file that is not there', '{"paid.title":"gone.ogg"}', 'clip-missing'],
  ])('%s leaves the voice to speak, and is told', async (_what, manifest, told) => {
    const { find, log } = folder(manifest);
    expect(await find('paid.title')).toBeNull();
    expect(log).toEqual([told]);
  });

  it('without a folder there are none, and that is nothing to tell', async () => {
    const log: string[] = [];
    expect(await clipFolder('/nowhere', (event) => log.push(event)).find('paid.title', 'ar')).toBeNull();
    expect(log).toEqual([]);
  });
});
