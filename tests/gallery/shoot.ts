import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import type { Push } from '../../src-shared/contract/kiosk-ipc.ts';
import { languages, type Language } from '../../src-shared/domain/language.ts';
import { probeSource } from '../a11y/probe-source.ts';
import type { Finding } from '../a11y/probe/finding.ts';
import type { Look as Probed, Seen } from '../a11y/probe/probe.ts';
import { contactSheet } from './contact-sheet.ts';
import { defaultPreferences, type Preferences } from '../../src-shared/session/preferences.ts';
import { buildKioskPage, servePage } from './page-server.ts';
import { exhibits } from './exhibits.ts';
import { atRest, type Exhibit } from './pushes.ts';

/*
 * Draws every screen of the visitors' window in every offered language and both orientations into
 * out/gallery/, and measures each one.
 * `node tests/gallery/shoot.ts [--only list,paid] [--in ar,portrait] [--as large,contrast,low] [--axe]`.
 * The made-up languages pseudo-ltr and pseudo-rtl are drawn when they are asked for.
 */

const repository = join(import.meta.dirname, '../..');
const out = join(repository, 'out/gallery');
const { values: wish } = parseArgs({
  options: {
    /** Exhibits to draw: names or beginnings of names, separated by commas. */
    only: { type: 'string' },
    /** Languages and orientations to draw, separated by commas. */
    in: { type: 'string' },
    /** Also let axe judge every screen. */
    axe: { type: 'boolean', default: false },
    /** Display modes and reach to draw: normal, large, contrast, low; separated by commas. */
    as: { type: 'string', default: 'normal' },
    browser: { type: 'string', default: '/usr/bin/chromium' },
  },
});

const orientations = { portrait: { width: 1080, height: 1920 }, landscape: { width: 1920, height: 1080 } } as const;
type Orientation = keyof typeof orientations;

/** What the screens are drawn in: a language, or made-up words in the place of one (language/pseudo.ts). */
interface Tongue {
  readonly name: string;
  readonly language: Language;
  readonly pseudo?: 'ltr' | 'rtl';
}
const pseudoTongues: readonly Tongue[] = [
  { name: 'pseudo-ltr', language: 'en', pseudo: 'ltr' },
  { name: 'pseudo-rtl', language: 'ar', pseudo: 'rtl' },
];
const listed = (text: string | undefined): string[] => text?.split(',') ?? [];
const picked = <T extends string>(all: readonly T[]): readonly T[] => {
  const chosen = all.filter((one) => listed(wish.in).includes(one));
  return chosen.length > 0 ? chosen : all;
};

function pickedTongues(): readonly Tongue[] {
  const real = languages.map((language): Tongue => ({ name: language, language }));
  const chosen = [...real, ...pseudoTongues].filter(({ name }) => listed(wish.in).includes(name));
  return chosen.length > 0 ? chosen : real;
}

/** How the screens look for different visitors. */
const looks: Readonly<Record<string, Partial<Preferences>>> = {
  normal: {},
  large: { display: 'large' },
  contrast: { display: 'contrast' },
  low: { lowReach: true },
};
interface Look {
  readonly name: string;
  readonly preferences: Preferences;
}

/** The measures of `npm run test:a11y`. */
const probe = await probeSource();

interface Shot {
  readonly name: string;
  readonly file: string;
  readonly findings: readonly Finding[];
}

/** Runs in the page before its own code: the bridge the preload would have put there. */
function fakeBridge(): void {
  const receivers: ((push: unknown) => void)[] = [];
  const faults: unknown[] = [];
  const intents = new Proxy(
    {},
    {
      get: (_target, verb) => (intent: unknown) => {
        if (verb === 'reportFault') faults.push(intent);
        document.documentElement.setAttribute(`data-said-${String(verb).toLowerCase()}`, '');
        return Promise.resolve({ ok: true, value: null });
      },
    },
  );
  Object.assign(window, {
    wafa: { intents, onPush: (receive: (push: unknown) => void) => receivers.push(receive), onSound: () => undefined },
    galleryPush: (push: unknown) => receivers.forEach((receive) => receive(push)),
    galleryFaults: faults,
  });
}

async function push(page: Page, message: Push): Promise<void> {
  await page.evaluate((raw) => (window as unknown as { galleryPush(push: unknown): void }).galleryPush(raw), message);
}

async function show(page: Page, exhibit: Exhibit, { language, pseudo }: Tongue, look: Look): Promise<Finding[]> {
  const snapshot = { ...exhibit.push.snapshot, language, preferences: look.preferences };
  // As after a start: at rest first, and the visit only when the window has said that it can be touched.
  await page.waitForSelector('[data-said-ready]');
  if (pseudo) {
    await page.waitForFunction(() => 'wafaPseudo' in window);
    await page.evaluate(
      (direction) => (window as unknown as { wafaPseudo(direction: string): void }).wafaPseudo(direction),
      pseudo,
    );
  }
  await push(page, { ...atRest, snapshot: { ...atRest.snapshot, language } });
  await page.waitForSelector('[data-said-drawn]');
  await push(page, { ...exhibit.push, snapshot });
  await page.waitForSelector('.kiosk:not([data-shielded])');
  await page.waitForTimeout(420);
  for (const step of exhibit.then ?? []) {
    if ('click' in step) await page.click(`[data-action=${step.click}]`);
    else if ('see' in step) await page.waitForSelector(step.see);
    else if ('again' in step) await push(page, { snapshot: { ...snapshot, revision: snapshot.revision + 1 } });
    else for (const key of step.type) await page.keyboard.press(key, { delay: 160 });
    await page.waitForTimeout(60);
  }
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(probe);
  // Rings show themselves to whoever used a key last.
  await page.keyboard.press('Shift');
  const { lowReach, display } = look.preferences;
  const seen: Seen = {
    language: pseudo ? null : language,
    display,
    mayTurn: display === 'large' || lowReach,
  };
  const { findings } = await page.evaluate(
    (way) => (globalThis as unknown as { wafaProbe: { look(way: Seen): Probed } }).wafaProbe.look(way),
    seen,
  );
  return [...findings];
}

async function shootSeries(
  browser: Browser,
  address: string,
  tongue: Tongue,
  at: Orientation,
  look: Look,
): Promise<Shot[]> {
  const shots: Shot[] = [];
  const only = listed(wish.only);
  for (const exhibit of exhibits) {
    if (only.length > 0 && !only.some((start) => exhibit.name.startsWith(start))) continue;
    const context = await browser.newContext({ viewport: orientations[at], reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.clock.setFixedTime(new Date('2026-11-22T09:27:00+03:00'));
    const complaints: Finding[] = [];
    page.on('console', (line) => {
      if (line.type() === 'error') complaints.push({ rule: 'fault', where: 'console', what: line.text() });
    });
    await page.addInitScript(fakeBridge);
    await page.goto(address);
    const findings = [...(await show(page, exhibit, tongue, look)), ...complaints, ...(await faultsOf(page))];
    if (wish.axe) findings.push(...(await axeFindings(page)));
    const file = join(out, `${tongue.name}-${at}-${look.name}-${exhibit.name}.png`);
    await page.screenshot({ path: file });
    await context.close();
    shots.push({ name: exhibit.name, file, findings });
  }
  return shots;
}

async function axeFindings(page: Page): Promise<Finding[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => ({ rule: 'axe' as const, where: node.target.join(' '), what: `${id}: ${node.html}` })),
  );
}

async function faultsOf(page: Page): Promise<Finding[]> {
  const faults = await page.evaluate(() => (window as unknown as { galleryFaults: unknown[] }).galleryFaults);
  return faults.map((fault) => ({ rule: 'fault', where: 'page', what: JSON.stringify(fault) }));
}

async function drawSheets(browser: Browser, shots: readonly Shot[], at: Orientation, series: string): Promise<void> {
  const layout = at === 'portrait' ? { columns: 6, width: 300 } : { columns: 4, width: 480 };
  const perSheet = layout.columns * (at === 'portrait' ? 2 : 4);
  for (let first = 0; first < shots.length; first += perSheet) {
    const file = join(out, `sheet-${series}-${first / perSheet + 1}.png`);
    await contactSheet(browser, shots.slice(first, first + perSheet), { ...layout, file });
  }
}

async function main(): Promise<void> {
  if (!wish.only) rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const built = join(out, 'page');
  await buildKioskPage(repository, built);
  const { address, server } = await servePage(built);
  const browser = await chromium.launch({ executablePath: wish.browser, args: ['--no-sandbox'] });
  const report: Record<string, readonly Finding[]> = {};
  for (const tongue of pickedTongues()) {
    for (const at of picked(['portrait', 'landscape'] as const)) {
      for (const name of listed(wish.as)) {
        const series = `${tongue.name}-${at}-${name}`;
        const look = { name, preferences: { ...defaultPreferences, ...looks[name] } };
        const shots = await shootSeries(browser, address, tongue, at, look);
        await drawSheets(browser, shots, at, series);
        for (const shot of shots) if (shot.findings.length > 0) report[`${series} ${shot.name}`] = shot.findings;
        console.log(`${series}: ${shots.length} screens`);
      }
    }
  }
  await browser.close();
  server.close();
  writeFileSync(join(out, 'findings.json'), JSON.stringify(report, null, 1));
  for (const [screen, findings] of Object.entries(report)) {
    for (const { rule, where, what } of findings) console.log(`${screen}: ${rule}: ${where}: ${what}`);
  }
  console.log(`${Object.keys(report).length} screens with findings; pictures in out/gallery/`);
  process.exitCode = Object.keys(report).length > 0 ? 1 : 0;
}

await main();
