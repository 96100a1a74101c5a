import type { Sound } from '../../src-shared/speech/spoken.ts';
import type { Loudness } from './loudness.ts';
import type { Player } from './ports.ts';
import type { SoundShelf } from './sound-shelf.ts';

export interface WindowPlayerPorts {
  readonly shelf: SoundShelf;
  /** Tells the window what to play. */
  readonly toWindow: (sound: Sound) => void;
  readonly loudness: Pick<Loudness, 'value'>;
}

/** Plays in the page visitors see, as loud as the place allows. */
export function windowPlayer({ shelf, toWindow, loudness }: WindowPlayerPorts): Player {
  return {
    play(sound, file) {
      shelf.put(sound.id, file);
      toWindow({ ...sound, gain: sound.gain * (loudness.value / 100) });
    },
    stop() {
      shelf.clear();
      toWindow({ do: 'stop' });
    },
  };
}
