import type { PrinterStatus } from '../../../src-shared/domain/printer-status.ts';

/** Every answer to DLE EOT has bits 1 and 4 set and bits 0 and 7 clear; nothing else the device sends looks so. */
export function isStatusByte(byte: number): boolean {
  return (byte & 0x93) === 0x12;
}

/** The answer to GS r 1: low four bits only. */
export function isEndMark(byte: number): boolean {
  return (byte & 0xf0) === 0;
}

/** The answer to DLE DC4 8 is 37h 25h 00h, which nobody waits for. */
export function isOfClearing(byte: number): boolean {
  return byte === 0x37 || byte === 0x25 || byte === 0x00;
}

/**
 * What the three answers of an ESC/POS printer mean. The nearest cause wins, because several are set together: an open
 * cover also takes the printer offline and may lift the paper off its sensor.
 *
 * @param printer answer to DLE EOT 1: bit 3 offline
 * @param cause answer to DLE EOT 2: bit 2 cover open, bit 5 stopped by paper end, bit 6 error (cutter, jam, hot head)
 * @param paper answer to DLE EOT 4: bits 2, 3 near end, bits 5, 6 end
 */
export function decodeStatus(printer: number, cause: number, paper: number): PrinterStatus {
  if (![printer, cause, paper].every(isStatusByte)) return 'unknown';
  if (cause & 0x04) return 'cover_open';
  if (cause & 0x20 || paper & 0x60) return 'out_of_paper';
  if (cause & 0x40) return 'jam';
  if (printer & 0x08) return 'offline';
  if (paper & 0x0c) return 'paper_near_end';
  return 'ready';
}
