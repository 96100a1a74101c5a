import type { Page } from '@playwright/test';
import { demo } from '../../support/people.ts';
import { quantile, type BenchRow } from '../report.ts';
import { Finger } from './finger.ts';
import { recordFrames, type Frames } from './frames.ts';
import { action, screen, type TimedHands } from './hands.ts';
import { touchAimMs, type Samples } from './samples.ts';
import { timed } from './stop-watch.ts';

/** No frame may take longer, ms. */
export const frameAimMs = 50;
/** The gateway takes no more in one payment, so no more can be ticked. */
const mostTicked = 50;
/** How often everything is selected and let go. */
const selections = 10;
/** How often a finger draws the larger list up and down. */
const draws = 10;
/** How long a list rolls on after the finger has left it, ms. */
const rollMs = 300;

/** From Home to the list of four hundred tickets. */
export async function openLongList(hands: TimedHands): Promise<Page> {
  await hands.touch('Home', action('service-trafficIndividuals'), screen('AskNumber'));
  await hands.type('AskNumber', demo.fourHundred);
  await hands.touch('AskNumber', action('submit-field'), screen('TicketList'));
  return hands.on('TicketList');
}

/** Back to Home. */
export async function leaveLongList(hands: TimedHands): Promise<void> {
  await hands.touch('TicketList', action('back'), screen('AskNumber'));
  await hands.touch('AskNumber', action('back'), screen('Home'));
}

/** Four hundred tickets under a finger: every page turned over and a ticket ticked on each, everything selected and let go, and the larger list drawn. */
export async function useLongList(hands: TimedHands, samples: Samples): Promise<ReadonlyMap<string, Frames>> {
  const page = await openLongList(hands);
  const finger = await Finger.on(page);
  const frames = new Map<string, Frames>();
  const record = async (name: string, deed: () => Promise<void>): Promise<void> => {
    frames.set(name, await recordFrames(page, deed));
  };
  const tap = async (group: string, selector: string, wanted: string): Promise<void> => {
    samples.add(group, (await timed(page, () => finger.tap(selector), wanted)).wanted);
  };
  await record('turn', async () => {
    for (;;) {
      const ticket = samples.of('touch.list.tick').length < mostTicked ? await unticked(page) : null;
      if (ticket !== null) await tap('touch.list.tick', `${ticket} .selectable`, `${ticket} .selected`);
      if ((await page.locator(`${action('next-page')}:not(:disabled)`).count()) === 0) break;
      await tap('touch.list.turn', action('next-page'), screen('TicketList'));
    }
  });
  // Opened again it shows its first page, where there is something to select.
  await leaveLongList(hands);
  await openLongList(hands);
  await record('selectAll', async () => {
    for (let round = 0; round < selections; round += 1) {
      await tap('touch.list.selectAll', action('select-all'), '.selected');
      await tap('touch.list.clear', action('clear-selection'), `${action('clear-selection')}:disabled`);
    }
  });
  await page.locator(action('comfort')).click();
  await page.locator(action('display-large')).click();
  await page.locator(action('close-comfort')).click();
  await page.locator('html[data-display="large"] .tickets').waitFor();
  await record('draw', async () => {
    for (let round = 0; round < draws; round += 1) {
      await finger.draw(-600);
      await finger.draw(600);
      await page.waitForTimeout(rollMs);
    }
  });
  return frames;
}

/** A ticket of the page that can be ticked and is not; as a selector. */
async function unticked(page: Page): Promise<string | null> {
  const tickets = page.locator('[data-ticket]:has(.selectable:not(.selected))');
  return (await tickets.count()) === 0 ? null : `[data-ticket="${await tickets.first().getAttribute('data-ticket')}"]`;
}

/** The longest frame and p99 of every deed, beside the aim. */
export function frameRows(frames: ReadonlyMap<string, Frames>): BenchRow[] {
  return [...frames].flatMap(([name, { times }]) =>
    ([0.99, 1] as const).map((p) => ({
      metric: `frames.${name}.${p === 1 ? 'max' : 'p99'}`,
      unit: 'ms' as const,
      value: quantile(times, p),
      samples: times.length,
      reference: 'aim (no frame over)',
      referenceValue: frameAimMs,
    })),
  );
}

export const listRows = (samples: Samples): BenchRow[] =>
  samples.groups('touch.list.').flatMap((group) => samples.rows(group, touchAimMs));
