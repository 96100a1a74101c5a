import type { PaperDots } from '../../src-shared/contract/paper-ipc.ts';

/** What `printToPDF` wants to know; lengths in inches. */
export interface PdfPage {
  readonly pageSize: { readonly width: number; readonly height: number };
  readonly margins: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };
  readonly scale: number;
}

const mmPerInch = 25.4;
/** How wide the roll is and how wide it is printed, mm. */
const widths = { 576: { sheetMm: 80, printedMm: 72 }, 384: { sheetMm: 58, printedMm: 48 } } as const satisfies Record<
  PaperDots,
  object
>;
const pixelsPerInch = 96;
/** PDF readers know no page beyond 200 inches; longer paper goes on with the next page. */
const longestInches = 190;

/** The page on which `rows` CSS pixels of paper stand as they are printed. */
export function pdfPage(rows: number, dots: PaperDots): PdfPage {
  const { sheetMm, printedMm } = widths[dots];
  const margin = (sheetMm - printedMm) / 2 / mmPerInch;
  const scale = printedMm / mmPerInch / (dots / pixelsPerInch);
  // One pixel more, or rounding puts a blank page behind.
  const height = Math.min(((rows + 1) * scale) / pixelsPerInch + 2 * margin, longestInches);
  return {
    pageSize: { width: sheetMm / mmPerInch, height },
    margins: { top: margin, bottom: margin, left: margin, right: margin },
    scale,
  };
}
