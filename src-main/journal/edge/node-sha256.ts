import { hash } from 'node:crypto';
import type { Sha256Hex } from '../../../src-shared/contract/journal-payload.ts';

/** SHA-256 by Node. In one call: a journal of years is checked at every start. */
export const nodeSha256: Sha256Hex = (text) => hash('sha256', text, 'hex');
