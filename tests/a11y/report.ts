import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { groupBy } from './group-by.ts';
import type { Plan } from './plan.ts';
import type { Sight } from './run.ts';

/** What `out/a11y/summary.json` says. */
export interface Summary {
  readonly screens: number;
  readonly languages: number;
  readonly orientations: number;
  /** Displays; low reach is looked at besides. */
  readonly modes: number;
  /** Screens looked at, in all ways. */
  readonly checked: number;
  readonly violations: number;
  readonly seconds: number;
}

/** Thumbnails in a row of a sheet. */
const columns = { portrait: 12, landscape: 7 } as const;
const gapPx = 8;

export function summaryOf(plan: Plan, sights: readonly Sight[], seconds: number): Summary {
  return {
    screens: plan.stops.length,
    languages: plan.tongues.length,
    orientations: plan.orientations.length,
    modes: plan.modes.filter((mode) => mode !== 'low').length,
    checked: sights.length,
    violations: sights.reduce((sum, { findings }) => sum + findings.length, 0),
    seconds: Math.round(seconds),
  };
}

/** Writes everything a person wants to look at afterwards into a folder. */
export function writeReport(folder: string, summary: Summary, sights: readonly Sight[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'screens'), { recursive: true });
  for (const sight of sights) writeFileSync(join(folder, thumbnailFile(sight)), sight.thumbnail);
  writeSheets(folder, sights);
  const found = sights.flatMap(({ screen, tongue, orientation, mode, findings }) =>
    findings.map((finding) => ({ screen, language: tongue.name, orientation, mode, ...finding })),
  );
  writeFileSync(join(folder, 'findings.json'), `${JSON.stringify(found, null, 1)}\n`);
  writeFileSync(join(folder, 'index.html'), pageOf(summary, sights));
  writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
}

function thumbnailFile({ screen, tongue, orientation, mode }: Sight): string {
  return `screens/${orientation}-${mode}-${tongue.name}-${screen}.png`;
}

/** One picture for each way to look, with all its screens. */
function writeSheets(folder: string, sights: readonly Sight[]): void {
  const ways = groupBy(sights, ({ orientation, mode, tongue }) => `${orientation}-${mode}-${tongue.name}`);
  for (const [way, alike] of ways) {
    const across = columns[alike[0]?.orientation ?? 'portrait'];
    const pictures = alike.map(({ thumbnail }) => PNG.sync.read(thumbnail));
    const [wide, high] = [pictures[0]?.width ?? 0, pictures[0]?.height ?? 0];
    const sheet = new PNG({
      width: across * (wide + gapPx) + gapPx,
      height: Math.ceil(pictures.length / across) * (high + gapPx) + gapPx,
    });
    sheet.data.fill(0x80);
    for (const [index, picture] of pictures.entries()) {
      const left = gapPx + (index % across) * (wide + gapPx);
      const top = gapPx + Math.floor(index / across) * (high + gapPx);
      PNG.bitblt(picture, sheet, 0, 0, picture.width, picture.height, left, top);
    }
    for (let at = 3; at < sheet.data.length; at += 4) sheet.data[at] = 255;
    // Small enough as it is: packing it better takes seconds.
    writeFileSync(join(folder, `sheet-${way}.png`), PNG.sync.write(sheet, { deflateLevel: 1 }));
  }
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** All screens on one page, each with what was found on it. */
function pageOf(summary: Summary, sights: readonly Sight[]): string {
  const groups = groupBy(sights, ({ screen, orientation }) => `${screen}, ${orientation}`);
  const sections = [...groups].map(([title, alike]) => {
    const figures = alike.map((sight) => {
      const list = sight.findings.map(({ rule, where, what }) => `<li>${escaped(`${rule}: ${where}: ${what}`)}</li>`);
      const caption = `${sight.tongue.name} ${sight.mode}`;
      return `<figure><img loading="lazy" src="${thumbnailFile(sight)}" alt=""><figcaption>${caption}</figcaption><ul>${list.join('')}</ul></figure>`;
    });
    return `<h2>${title}</h2><div>${figures.join('')}</div>`;
  });
  const head = `${summary.checked} screens looked at in ${summary.seconds} s, ${summary.violations} findings`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Accessibility of every screen</title>
<style>body{margin:16px;font:16px sans-serif;background:#ddd}div{display:flex;flex-wrap:wrap;gap:12px}figure{margin:0;max-width:400px}ul{margin:0;padding-inline-start:18px;color:#900}</style>
<h1>${head}</h1>${sections.join('\n')}</html>
`;
}
