import type { Sight } from './run.ts';

/** Different findings said of one sight, and of all; the rest stand in the files. */
const saidAtOnce = 6;
const saidAtMost = 100;

/** Says each finding once, when and where it is seen first. */
export class Findings {
  readonly #say: (line: string) => void;
  readonly #said = new Set<string>();
  /** All that were noted, also those that were seen before. */
  count = 0;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  note({ screen, tongue, orientation, mode, findings }: Sight): void {
    this.count += findings.length;
    const fresh = findings
      .map(({ rule, where, what }) => `${rule}: ${where}: ${what}`)
      .filter((finding) => !this.#said.has(finding));
    for (const finding of fresh.slice(0, saidAtOnce)) {
      this.#said.add(finding);
      if (this.#said.size <= saidAtMost) this.#say(`${finding}\n    ${screen} ${tongue.name} ${orientation} ${mode}`);
      if (this.#said.size === saidAtMost) this.#say('… the others stand in findings.json');
    }
    if (fresh.length > saidAtOnce && this.#said.size < saidAtMost)
      this.#say(`    and ${fresh.length - saidAtOnce} more`);
  }
}
