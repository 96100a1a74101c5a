import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright';

/** Puts pictures side by side on one picture, so that a set can be judged at a glance. */
export async function contactSheet(
  browser: Browser,
  pictures: readonly { name: string; file: string }[],
  options: { columns: number; width: number; file: string },
): Promise<void> {
  const page = await browser.newPage({ viewport: { width: options.columns * (options.width + 16) + 16, height: 400 } });
  const figures = pictures.map(({ name, file }) => {
    const data = readFileSync(file).toString('base64');
    return `<figure><img width="${options.width}" src="data:image/png;base64,${data}"><figcaption>${name}</figcaption></figure>`;
  });
  await page.setContent(
    `<style>body{margin:16px;display:grid;gap:16px;grid-template-columns:repeat(${options.columns},${options.width}px);font:14px sans-serif;background:#999}figure{margin:0}</style>${figures.join('')}`,
  );
  await page.screenshot({ path: options.file, fullPage: true });
  await page.close();
}
