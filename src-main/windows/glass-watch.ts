import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { Timers } from '../../src-shared/ports.ts';
import { inTime, pause } from '../platform/waits.ts';

/** What lies over the window: a page somebody ought to see. */
export interface Pane {
  readonly name: 'visitors' | 'bank' | 'staff';
  /** The picture on the glass, four bytes a pixel; empty when there is none. */
  picture(): Promise<Uint8Array>;
  /** Gives the compositor a reason to take the page up; harms nobody who sees it. */
  wake(): void;
  /** Ends the page, so that it is made anew; null for a page that is only ever woken. */
  readonly remake: (() => void) | null;
  /** It was closed meanwhile: a page that is gone can be helped no more, and needs no help. */
  isGone(): boolean;
}

export interface GlassWatchPorts {
  readonly timers: Timers;
  /** The pages that lie over the window now. */
  readonly panes: () => readonly Pane[];
  /** Ends the program: the service manager starts it again, and the journal knows what was under way. */
  readonly end: () => void;
  readonly log: Log;
}

/** When the glass is looked at after the graphics process died, ms after the look before, and what helps if it is blank. */
const looks = [
  { afterMs: 700, remedy: 'wake' },
  { afterMs: 1_000, remedy: 'remake' },
  { afterMs: 3_000, remedy: 'wake' },
  { afterMs: 5_000, remedy: 'remake' },
  { afterMs: 5_000, remedy: 'end' },
] as const;

/** Looks in a row that must find every page on the glass. */
const wellSeenEnough = 2;
/** Without a compositor a picture never comes, ms. */
const pictureWithinMs = 1_500;

/**
 * The graphics process died and Chromium starts another. About one time in a hundred a page is not taken up by the new
 * one: it answers, and the visitor sees an empty window for good. So the glass is looked at until it shows something.
 */
export class GlassWatch {
  readonly #ports: GlassWatchPorts;
  #deaths = 0;

  constructor(ports: GlassWatchPorts) {
    this.#ports = ports;
  }

  /** The graphics process has died. @param reason Chromium's word for it */
  async graphicsDied(reason: string): Promise<void> {
    this.#ports.log('graphics-gone', { reason });
    this.#deaths += 1;
    const death = this.#deaths;
    let wellSeen = 0;
    for (const { afterMs, remedy } of looks) {
      await pause(this.#ports.timers, afterMs);
      // It died once more: that death is followed by a watch of its own.
      if (death !== this.#deaths) return;
      const blank = await this.#blankPanes();
      for (const pane of blank) this.#help(pane, remedy);
      wellSeen = blank.length === 0 ? wellSeen + 1 : 0;
      if (wellSeen === wellSeenEnough) return;
    }
  }

  #help(pane: Pane, remedy: (typeof looks)[number]['remedy']): void {
    const done = pane.remake === null ? 'wake' : remedy;
    this.#ports.log('screen-blank', { page: pane.name, remedy: done });
    if (done === 'remake') pane.remake?.();
    if (done === 'wake') pane.wake();
    if (done === 'end') this.#ports.end();
  }

  async #blankPanes(): Promise<Pane[]> {
    const panes = this.#ports.panes();
    const pictures = await Promise.all(
      panes.map((pane) =>
        inTime(
          this.#ports.timers,
          pictureWithinMs,
          pane.picture().catch(() => new Uint8Array()),
        ),
      ),
    );
    return panes.filter((pane, index) => {
      const picture = pictures[index];
      if (pane.isGone()) return false;
      return picture === undefined || picture === 'late' || isOneColour(picture);
    });
  }
}

const pixelBytes = 4;
/** Every so many pixels one is looked at: no page of ours is so even. */
const stepPixels = 13;

/** Whether the picture shows nothing: no pixel, or all of one colour. */
export function isOneColour(picture: Uint8Array): boolean {
  for (let at = stepPixels * pixelBytes; at < picture.length; at += stepPixels * pixelBytes) {
    for (let byte = 0; byte < pixelBytes; byte += 1) if (picture[at + byte] !== picture[byte]) return false;
  }
  return true;
}
