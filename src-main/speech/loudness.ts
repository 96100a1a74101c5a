import { volumeSchema } from '../../src-shared/contract/staff/machine.ts';
import type { PrivateFile } from '../identity/private-file.ts';
import { KeptValue } from '../platform/kept-value.ts';

/** How loud the kiosk is at its place, per cent; visitors choose below it. */
export type Loudness = KeptValue<number>;

export function openLoudness(file: PrivateFile): Promise<Loudness> {
  return KeptValue.open(file, volumeSchema, 100);
}
