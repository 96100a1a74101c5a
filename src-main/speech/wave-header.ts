import type { SoundFile } from './ports.ts';

/** Length of the only header espeak-ng writes: PCM, one `data` chunk. */
const headerBytes = 44;

/**
 * A program that writes to a pipe does not know the length when it writes the header, and a player would wait for the
 * minutes it announces. Null when it is no sound.
 */
export function wholeWave(bytes: Buffer): SoundFile | null {
  if (bytes.length <= headerBytes || bytes.toString('latin1', 0, 4) !== 'RIFF') return null;
  const whole = Buffer.from(bytes);
  whole.writeUInt32LE(whole.length - 8, 4);
  whole.writeUInt32LE(whole.length - headerBytes, 40);
  return { bytes: whole, type: 'audio/wav' };
}
