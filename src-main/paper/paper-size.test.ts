import { expect, it } from 'vitest';
import { pdfPage } from './paper-size.ts';

it('a PDF page is 80 mm wide and 72 mm of it are printed, as on the roll', () => {
  const { pageSize, margins, scale } = pdfPage(2_400);
  expect(pageSize.width * 25.4).toBeCloseTo(80, 6);
  expect((pageSize.width - margins.left - margins.right) * 25.4).toBeCloseTo(72, 6);
  expect((576 / 96) * scale * 25.4).toBeCloseTo(72, 6);
});

it('the page is as long as the paper', () => {
  const { pageSize, margins, scale } = pdfPage(2_400);
  const printed = pageSize.height - margins.top - margins.bottom;
  expect((printed * 96) / scale).toBeGreaterThan(2_400);
  expect((printed * 96) / scale).toBeLessThan(2_402);
});

it('a paper beyond what PDF readers can show goes on with the next page', () => {
  expect(pdfPage(100_000).pageSize.height).toBeLessThan(200);
});
