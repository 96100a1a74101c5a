import type { Page } from '@playwright/test';

/** Frames of a page while something was done to it. */
export interface Frames {
  /** From one frame to the next, ms; 16.7 when nothing is late. */
  readonly times: readonly number[];
  /** What held up frames of more than 50 ms, as Chromium tells it. */
  readonly long: readonly LongFrame[];
}

export interface LongFrame {
  readonly ms: number;
  /** Of it style and layout, ms. */
  readonly layoutMs: number;
  /** The longest scripts in it. */
  readonly scripts: readonly string[];
}

interface Recording {
  times: number[];
  long: LongFrame[];
  stop: () => void;
}

/** Records every frame of the page during `deed`. */
export async function recordFrames(page: Page, deed: () => Promise<void>): Promise<Frames> {
  await page.evaluate(startRecording);
  await deed();
  return page.evaluate(() => {
    const { frameRecording } = window as unknown as { frameRecording: Recording }; // put there by startRecording
    frameRecording.stop();
    return { times: frameRecording.times, long: frameRecording.long };
  });
}

/** Runs in the page. */
function startRecording(): void {
  interface LoafEntry extends PerformanceEntry {
    readonly styleAndLayoutStart: number;
    readonly scripts: readonly {
      readonly duration: number;
      readonly invoker: string;
      readonly sourceFunctionName: string;
    }[];
  }
  const recording: Recording = { times: [], long: [], stop: () => undefined };
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as LoafEntry[]) {
      const { startTime, duration, styleAndLayoutStart, scripts } = entry;
      recording.long.push({
        ms: Math.round(duration),
        layoutMs: styleAndLayoutStart === 0 ? 0 : Math.round(startTime + duration - styleAndLayoutStart),
        scripts: scripts.map((one) => `${Math.round(one.duration)} ms ${one.invoker} ${one.sourceFunctionName}`),
      });
    }
  });
  observer.observe({ type: 'long-animation-frame' });
  let last = 0;
  let on = true;
  const step = (at: number): void => {
    if (last > 0) recording.times.push(at - last);
    last = at;
    if (on) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  recording.stop = () => {
    on = false;
    observer.disconnect();
  };
  Object.assign(window, { frameRecording: recording });
}
