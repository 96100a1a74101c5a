import { expect, it } from 'vitest';
import type { Sound } from '../../src-shared/speech/spoken.ts';
import { SoundShelf } from './sound-shelf.ts';
import { hiddenTone } from './tone.ts';
import { windowPlayer } from './window-player.ts';

it('everything is as loud as the visitor wants, below what staff have set for the place', () => {
  const heard: Sound[] = [];
  const shelf = new SoundShelf();
  const loudness = { value: 100 };
  const player = windowPlayer({ shelf, toWindow: (sound) => heard.push(sound), loudness });
  const sound = { do: 'play', id: 'a', gain: 0.5, rate: 1 } as const;
  player.play(sound, hiddenTone);
  loudness.value = 40;
  player.play(sound, hiddenTone);
  expect(heard.map((one) => 'gain' in one && one.gain)).toEqual([0.5, 0.2]);
  expect(shelf.at('a')).toBe(hiddenTone);
  player.stop();
  expect([heard.at(-1), shelf.at('a')]).toEqual([{ do: 'stop' }, null]);
});
