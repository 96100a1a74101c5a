import { createHash } from 'node:crypto';
import { canonicalJson } from '../../src-shared/contract/canonical-json.ts';
import type { KioskConfig } from '../config/kiosk-config.ts';

/** SHA-256 (hex) over the settings in force, so that a Z report says under which ones it was made. Without the code. */
export function settingsHash({ enrolCode: _secret, ...settings }: KioskConfig): string {
  return createHash('sha256').update(canonicalJson(settings)).digest('hex');
}
