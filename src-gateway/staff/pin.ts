import { scryptSync } from 'node:crypto';
import { toBase64Url } from '../../src-shared/encoding/base64.ts';
import type { Rng } from '../../src-shared/ports.ts';
import { pinCost, pinHashBytes, pinSchema, type StaffMember } from '../../src-shared/staff/directory.ts';

const saltBytes = 16;

/** @param pin 6 to 8 digits */
export function hashPin(pin: string, rng: Rng): StaffMember['pin'] {
  const salt = rng.bytes(saltBytes);
  const hash = scryptSync(pinSchema.parse(pin), salt, pinHashBytes, pinCost);
  return { salt: toBase64Url(salt), hash: toBase64Url(hash) };
}

const pinDigits = 6;

/** Six digits by chance; none that people try first. */
export function freshPin(rng: Rng): string {
  for (;;) {
    // A byte of 250 and more would make some digits likelier than others.
    const digits = Array.from(rng.bytes(64))
      .filter((byte) => byte < 250)
      .slice(0, pinDigits)
      .map((byte) => byte % 10);
    const pin = digits.join('');
    if (pin.length === pinDigits && !isGuessable(digits)) return pin;
  }
}

/** All alike, or one counting up or down. */
function isGuessable(digits: readonly number[]): boolean {
  const steps = new Set(digits.slice(1).map((digit, at) => digit - (digits[at] ?? 0)));
  return steps.size === 1 && [0, 1, -1].includes([...steps][0] ?? 2);
}
