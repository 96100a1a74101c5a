import { expect, it } from 'vitest';
import { pdfPage } from './paper-size.ts';

it.each([
  [576, 80, 72],
  [384, 58, 48],
] as const)(
  'a PDF page of %i dots is %i mm wide and %i mm of it are printed, as on the roll',
  (dots, sheet, printed) => {
    const { pageSize, margins, scale } = pdfPage(2_400, dots);
    expect(pageSize.width * 25.4).toBeCloseTo(sheet, 6);
    expect((pageSize.width - margins.left - margins.right) * 25.4).toBeCloseTo(printed, 6);
    expect((dots / 96) * scale * 25.4).toBeCloseTo(printed, 6);
  },
);

it('the page is as long as the paper', () => {
  const { pageSize, margins, scale } = pdfPage(2_400, 576);
  const printed = pageSize.height - margins.top - margins.bottom;
  expect((printed * 96) / scale).toBeGreaterThan(2_400);
  expect((printed * 96) / scale).toBeLessThan(2_402);
});

it('a paper beyond what PDF readers can show goes on with the next page', () => {
  expect(pdfPage(100_000, 576).pageSize.height).toBeLessThan(200);
});
