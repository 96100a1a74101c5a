import { create } from 'qrcode';

export interface QrDrawing {
  /** Side in modules, with the quiet zone of 4 modules that readers need. */
  readonly side: number;
  /** One SVG path of all dark modules. */
  readonly path: string;
}

const quiet = 4;

/** Draws a text as a QR code of level M (15 % of it may be hidden by a reflection). */
export function qrDrawing(text: string): QrDrawing {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const rows = Array.from({ length: modules.size }, (_, row) =>
    rowPath(row, (column) => modules.get(row, column) === 1),
  );
  return { side: modules.size + 2 * quiet, path: rows.join('') };

  function rowPath(row: number, dark: (column: number) => boolean): string {
    let path = '';
    for (let column = 0; column < modules.size; column += 1) {
      if (!dark(column)) continue;
      const start = column;
      while (column + 1 < modules.size && dark(column + 1)) column += 1;
      path += `M${start + quiet} ${row + quiet}h${column - start + 1}v1h-${column - start + 1}z`;
    }
    return path;
  }
}
