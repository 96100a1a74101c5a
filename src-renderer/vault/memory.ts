const roundedTo = 256 * 1024;

/**
 * Memory that is used again while a copy is made. A fresh megabyte costs a page fault for every 4 kB of it, and those were
 * a third of the time a segment took.
 */
export class Memory {
  readonly #free: ArrayBuffer[] = [];

  /** At least so many bytes, with whatever they held before. */
  take(bytes: number): ArrayBuffer {
    const fits = this.#free.findIndex(({ byteLength }) => byteLength >= bytes);
    const [found] = fits < 0 ? [] : this.#free.splice(fits, 1);
    return found ?? new ArrayBuffer(Math.ceil(bytes / roundedTo) * roundedTo);
  }

  /** Nobody reads or writes it any more. */
  giveBack(buffer: ArrayBuffer): void {
    this.#free.push(buffer);
  }
}
