import { scrypt } from 'node:crypto';
import { pinCost, pinHashBytes } from '../../../src-shared/staff/directory.ts';
import type { PinHash } from '../sign-in.ts';

/** In Node's own threads, so that nothing else waits for it. */
export const scryptPin: PinHash = (pin, salt) =>
  new Promise((resolve, reject) => {
    scrypt(pin, salt, pinHashBytes, pinCost, (failure, bytes) => (failure ? reject(failure) : resolve(bytes)));
  });
