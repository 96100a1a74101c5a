import { err, ok, type Result } from '../../../src-shared/result.ts';

/** Where the document scanner is. */
export type ScannerAddress =
  | { readonly by: 'tcp'; readonly host: string; readonly port: number }
  /** `baud` null: as the device is set, which is right for scanners on USB. */
  | { readonly by: 'serial'; readonly path: string; readonly baud: number | null };

const speeds = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200];

/** Reads `tcp://host:port` or `serial:/dev/tty…[@baud]`; the error completes "WAFA_SCANNER must …". */
export function readScannerAddress(text: string): Result<ScannerAddress, string> {
  const tcp = /^tcp:\/\/([\w.-]+):(\d{1,5})$/.exec(text);
  if (tcp) return ok({ by: 'tcp', host: tcp[1] ?? '', port: Number(tcp[2]) });
  const serial = /^serial:(\/dev\/[\w./-]+?)(?:@(\d+))?$/.exec(text);
  if (!serial || text.includes('..')) return err('read tcp://host:port or serial:/dev/ttyACM0');
  const baud = serial[2] === undefined ? null : Number(serial[2]);
  if (baud !== null && !speeds.includes(baud)) return err(`name one of these speeds after @: ${speeds.join(', ')}`);
  return ok({ by: 'serial', path: serial[1] ?? '', baud });
}
