/*
 * What Linux says about the headphone socket of a sound card: /proc/bus/input/devices names the device that has the
 * switch, and the device sends one record for every change (linux/input.h, 64 bit).
 */

/** `struct input_event`: two 64-bit numbers of time, type, code, value. */
export const inputEventBytes = 24;
const evSw = 0x05;
const swHeadphoneInsert = 0x02;

/** Paths of the devices with a headphone switch, from the text of /proc/bus/input/devices. */
export function headphoneDevices(listing: string): string[] {
  return listing.split(/\n\s*\n/).flatMap((device) => {
    const switches = /^B: SW=([\da-f]+)$/im.exec(device)?.[1];
    const event = /^H: Handlers=.*\b(event\d+)\b/m.exec(device)?.[1];
    if (switches === undefined || event === undefined) return [];
    const has = (BigInt(`0x${switches}`) >> BigInt(swHeadphoneInsert)) & 1n;
    return has === 1n ? [`/dev/input/${event}`] : [];
  });
}

/** Collects the bytes of a device into changes of the headphone switch, however they are cut. */
export class InputEvents {
  #rest: Buffer = Buffer.alloc(0);
  readonly #onPlug: (plugged: boolean) => void;

  constructor(onPlug: (plugged: boolean) => void) {
    this.#onPlug = onPlug;
  }

  take(piece: Buffer): void {
    const bytes = Buffer.concat([this.#rest, piece]);
    let at = 0;
    for (; at + inputEventBytes <= bytes.length; at += inputEventBytes) {
      const type = bytes.readUInt16LE(at + 16);
      const code = bytes.readUInt16LE(at + 18);
      if (type === evSw && code === swHeadphoneInsert) this.#onPlug(bytes.readInt32LE(at + 20) !== 0);
    }
    this.#rest = bytes.subarray(at);
  }
}
