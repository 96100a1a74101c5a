import type { Rail } from '../../../src-shared/domain/receipt.ts';
import type { Parts } from '../world/parts.ts';
import type { Fault } from '../world/swarm.ts';

/** The product with one thing broken, as a patch on the parts of a world. */
export interface Mutant {
  /** `M01` … as in the list the suite answers for. */
  readonly id: string;
  readonly name: string;
  /** What is broken, in one line. */
  readonly broken: string;
  /** Invariants of which one must break. */
  readonly killedBy: readonly string[];
  /** On which rail it is looked for; where several, the first that tells. */
  readonly rail: Rail;
  /** Faults without which it does no harm: on in every run. */
  readonly needs?: readonly Fault[];
  readonly patch: Partial<Parts>;
}
