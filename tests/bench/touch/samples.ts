import { quantile, type BenchRow } from '../report.ts';

/** Aim of a touch to the next painted screen, p95, ms. */
export const touchAimMs = 50;
/** Aim from the last touch of a question to its finding, through the gateway on loopback, p95, ms. */
export const inquiryAimMs = 300;
/** Aim from the touch on a language to the screen painted in it, p95, ms. */
export const languageAimMs = 100;

/** Times by what was timed, ms. */
export class Samples {
  readonly #groups = new Map<string, number[]>();

  add(group: string, ms: number): void {
    const known = this.#groups.get(group);
    if (known) known.push(ms);
    else this.#groups.set(group, [ms]);
  }

  of(group: string): readonly number[] {
    return this.#groups.get(group) ?? [];
  }

  /** The groups whose names begin so, as they came first. */
  groups(beginning: string): readonly string[] {
    return [...this.#groups.keys()].filter((name) => name.startsWith(beginning));
  }

  /** p50, p95 and p99 of a group beside the aim for p95. */
  rows(group: string, aimMs: number): BenchRow[] {
    const times = this.of(group);
    return ([0.5, 0.95, 0.99] as const).map((p) => ({
      metric: `${group}.p${p * 100}`,
      unit: 'ms',
      value: quantile(times, p),
      samples: times.length,
      reference: 'aim (p95)',
      referenceValue: aimMs,
    }));
  }
}
