/** What the printer does in the order it was sent. */
export type PrinterCommand =
  | { readonly do: 'picture'; readonly rowBytes: number; readonly rows: number; readonly dots: Uint8Array }
  | { readonly do: 'cut' }
  | { readonly do: 'say_when_done' };

/** A command at the beginning of `bytes`: how long it is and what it does; null while it is not whole. */
type Reading = { readonly length: number; readonly command?: PrinterCommand } | null;

/** Reads ESC/POS as far as the kiosk speaks it; everything else is passed over byte by byte. */
export class CommandReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The commands that are whole now. */
  read(bytes: Buffer): PrinterCommand[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const commands: PrinterCommand[] = [];
    for (;;) {
      const reading = this.#rest.length === 0 ? null : first(this.#rest);
      if (!reading) return commands;
      if (reading.command) commands.push(reading.command);
      this.#rest = this.#rest.subarray(reading.length);
    }
  }
}

function first(bytes: Buffer): Reading {
  switch (bytes[0]) {
    case 0x10:
      return whole(bytes, bytes[1] === 0x14 ? 10 : 3); // real-time commands: obeyed when they came in
    case 0x1b:
      return whole(bytes, 2); // ESC @
    case 0x1d:
      return afterGs(bytes);
    default:
      return { length: 1 };
  }
}

function afterGs(bytes: Buffer): Reading {
  switch (bytes[1]) {
    case undefined:
      return null;
    case 0x76:
      return picture(bytes);
    case 0x56: // GS V m, with a feed of n for m = 65 and 66
      return whole(bytes, (bytes[2] ?? 0) >= 65 ? 4 : 3, { do: 'cut' });
    case 0x72:
      return whole(bytes, 3, { do: 'say_when_done' });
    default:
      return { length: 2 };
  }
}

/** GS v 0 m xL xH yL yH, then the dots. */
function picture(bytes: Buffer): Reading {
  if (bytes.length < 8) return null;
  const rowBytes = bytes.readUInt16LE(4);
  const rows = bytes.readUInt16LE(6);
  const length = 8 + rowBytes * rows;
  return whole(bytes, length, { do: 'picture', rowBytes, rows, dots: bytes.subarray(8, length) });
}

function whole(bytes: Buffer, length: number, command?: PrinterCommand): Reading {
  if (bytes.length < length) return null;
  return command ? { length, command } : { length };
}
