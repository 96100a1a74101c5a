import type { SoundFile } from './ports.ts';

const rate = 16_000;

/** Tones one after the other: Hz and ms each, with silence for 0 Hz. 16 bit mono. */
export function toneFile(tones: readonly (readonly [hertz: number, ms: number])[]): SoundFile {
  const samples = tones.flatMap(([hertz, ms]) => wave(hertz, Math.round((rate * ms) / 1000)));
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => bytes.writeInt16LE(Math.round(sample * 32_767), 44 + index * 2));
  return { bytes, type: 'audio/wav' };
}

/** Fades in and out over 8 ms, or every tone would begin and end with a click. */
function wave(hertz: number, length: number): number[] {
  const fade = Math.round(rate * 0.008);
  return Array.from({ length }, (_, at) => {
    const envelope = Math.min(1, at / fade, (length - at) / fade);
    return 0.4 * envelope * Math.sin((2 * Math.PI * hertz * at) / rate);
  });
}

/** Stands for something that is only said in headphones (A34). */
export const hiddenTone = toneFile([
  [440, 90],
  [0, 60],
]);

/** Two rising notes: something has come out, or wants to go in, below the screen (A40). */
export const lookHereTone = toneFile([
  [660, 160],
  [0, 40],
  [880, 260],
]);
