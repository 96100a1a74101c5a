import type { PrinterAddress } from './address.ts';
import type { PrinterDriver } from './driver.ts';
import { CupsPrinter } from './driver-cups.ts';
import { EscPosPrinter } from './driver-esc-pos.ts';
import { tcpLine } from './driver-tcp-line.ts';
import { usbLine } from './driver-usb-line.ts';

/** Opens the printer of the settings; without one, a driver that says so. */
export function openPrinter(address: PrinterAddress | null): PrinterDriver {
  switch (address?.by) {
    case undefined:
      return noPrinter;
    case 'tcp':
      return new EscPosPrinter(tcpLine(address));
    case 'usb':
      return new EscPosPrinter(usbLine(address.path));
    case 'cups':
      return new CupsPrinter(address);
  }
}

const noPrinter: PrinterDriver = {
  wantsPdf: false,
  ask: async () => 'offline',
  print: async () => ({ ok: false, error: 'offline' }),
};
