import { PNG } from 'pngjs';

/** One piece of paper that came out. */
export interface PrintedJob {
  readonly id: string;
  /** When it ended, ISO 8601. */
  readonly at: string;
  /** False when it was torn off: no cut came, or the paper ran out. */
  readonly complete: boolean;
  /** Dots. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** What is on it. */
  readonly png: Buffer;
}

/** The paper in the printer since the last cut. */
export class Strip {
  #rowBytes = 0;
  #bands: Uint8Array[] = [];

  get empty(): boolean {
    return this.#bands.length === 0;
  }

  add(rowBytes: number, dots: Uint8Array): void {
    this.#rowBytes = rowBytes;
    this.#bands.push(dots);
  }

  /** Takes the paper off; the picture is made when somebody looks. */
  tear(id: string, at: string, complete: boolean): PrintedJob {
    const dots = Buffer.concat(this.#bands);
    const width = this.#rowBytes * 8;
    const height = dots.length / this.#rowBytes;
    this.#bands = [];
    let png: Buffer | undefined;
    return {
      id,
      at,
      complete,
      width,
      height,
      get png() {
        return (png ??= pictureOf(dots, width, height));
      },
    };
  }
}

/** Black dots on white paper as a grey PNG. */
function pictureOf(dots: Uint8Array, width: number, height: number): Buffer {
  const image = new PNG({ width, height, colorType: 0, inputColorType: 0, inputHasAlpha: false });
  image.data = Buffer.alloc(width * height, 0xff);
  for (let at = 0; at < width * height; at += 1) {
    if ((dots[at >> 3] ?? 0) & (0x80 >> (at & 7))) image.data[at] = 0;
  }
  return PNG.sync.write(image, { colorType: 0, inputColorType: 0, inputHasAlpha: false });
}
