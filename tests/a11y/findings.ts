import type { Sight } from './run.ts';

/** Different findings said; the rest stand in the files. */
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
    for (const { rule, where, what } of findings) {
      const finding = `${rule}: ${where}: ${what}`;
      this.count += 1;
      if (this.#said.has(finding)) continue;
      this.#said.add(finding);
      if (this.#said.size <= saidAtMost) this.#say(`${finding}\n    ${screen} ${tongue.name} ${orientation} ${mode}`);
      if (this.#said.size === saidAtMost) this.#say('… the others stand in findings.json');
    }
  }
}
