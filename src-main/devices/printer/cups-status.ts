import type { PrinterStatus } from '../../../src-shared/domain/printer-status.ts';

/** What CUPS says of a printer (RFC 8011, 5.4.11 to 5.4.13). */
export interface CupsWords {
  /** 3 idle, 4 processing, 5 stopped; undefined when the question was about a job. */
  readonly state?: number | undefined;
  readonly accepting?: boolean | undefined;
  /** Keywords, most of them ending in -error, -warning or -report. */
  readonly reasons: readonly string[];
}

const stopped = 5;

/** Nearest cause first, as several are set together. */
const meanings: readonly (readonly [RegExp, PrinterStatus])[] = [
  [/^(cover-open|door-open|interlock-open|input-tray-missing)/, 'cover_open'],
  [/^(media-jam|output-area-full)/, 'jam'],
  [/^(media-empty|media-needed)/, 'out_of_paper'],
  [/^(offline|shutdown|timed-out|paused|moving-to-paused|stopped-partly|cups-missing-filter)/, 'offline'],
  [/^(toner-empty|marker-supply-empty|marker-waste-full|fuser|developer-empty|opc-life-over)/, 'unknown'],
  [/^media-low/, 'paper_near_end'],
];

/**
 * How a printer is by what CUPS says. A queue whose printer cannot be reached is idle and has no reasons until something
 * is printed (measured): what this calls ready is confirmed by paper only.
 */
export function cupsStatus({ state, accepting, reasons }: CupsWords): PrinterStatus {
  for (const [pattern, status] of meanings) if (reasons.some((reason) => pattern.test(reason))) return status;
  if (state === stopped || accepting === false) return 'offline';
  return reasons.some((reason) => reason.endsWith('-error')) ? 'unknown' : 'ready';
}

/**
 * What keeps a job from ending when the reasons stay `none`: only the message tells (measured). These are the words of
 * the CUPS backends `socket`, `ipp`, `lpd` and `usb`; the server writes them in its own language, English for a service.
 */
export function unreachable(message: string): boolean {
  return /not responding|unreachable|not connected|unable to (locate|connect|contact|send)|waiting for printer|host is down|may not exist|is busy|in use/i.test(
    message,
  );
}
