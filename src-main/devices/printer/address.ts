import { err, ok, type Result } from '../../../src-shared/result.ts';

/** Where the printer is. */
export type PrinterAddress =
  | { readonly by: 'tcp'; readonly host: string; readonly port: number }
  | { readonly by: 'usb'; readonly path: string }
  | { readonly by: 'cups'; readonly port: number; readonly queue: string };

/** Where CUPS listens. */
const cupsPort = 631;

/**
 * Reads `tcp://host:port`, `usb:/dev/usb/lp0` or `cups:QUEUE`; the error completes "WAFA_PRINTER must …". The print
 * server is on this machine always: what it is sent goes over the line unsealed.
 */
export function readPrinterAddress(text: string): Result<PrinterAddress, string> {
  const tcp = /^tcp:\/\/([\w.-]+):(\d{1,5})$/.exec(text);
  if (tcp) return ok({ by: 'tcp', host: tcp[1] ?? '', port: Number(tcp[2]) });
  const usb = /^usb:(\/dev\/[\w./-]+)$/.exec(text);
  if (usb && !text.includes('..')) return ok({ by: 'usb', path: usb[1] ?? '' });
  const cups = /^cups:(?:\/\/127\.0\.0\.1:(\d{1,5})\/)?([\w-]{1,127})$/.exec(text);
  if (cups) return ok({ by: 'cups', port: Number(cups[1] ?? cupsPort), queue: cups[2] ?? '' });
  return err('read tcp://host:port, usb:/dev/usb/lp0, or cups:QUEUE for a queue of the print server on this machine');
}
