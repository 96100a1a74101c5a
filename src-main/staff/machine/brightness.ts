import { brightnessSchema } from '../../../src-shared/contract/staff/machine.ts';
import type { PrivateFile } from '../../identity/private-file.ts';
import { KeptValue } from '../../platform/kept-value.ts';

/** How bright the screen is, per cent; null while staff have left it as it is. */
export type Brightness = KeptValue<number | null>;

/** @param set how to set it; what was kept is set again, because many a screen forgets it with the power */
export async function openBrightness(
  file: PrivateFile,
  set: ((percent: number) => Promise<boolean>) | null,
): Promise<Brightness> {
  const brightness = await KeptValue.open(file, brightnessSchema.nullable(), null);
  if (brightness.value !== null) void set?.(brightness.value);
  return brightness;
}
