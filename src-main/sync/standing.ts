import { indexPepperMs, rowPepperMs } from './feed-age.ts';

/** What a copy may still say. `outline`: whether anything was recorded, not what. */
export type Standing = 'whole' | 'outline' | 'locked';

export interface CopyFacts {
  /** Since the register was read, ms. */
  readonly ageMs: number;
  /** Peppers of its epoch that are still here. */
  readonly hasIndexPepper: boolean;
  readonly hasRowPepper: boolean;
}

/** An old copy says less, a very old one nothing: somebody may have paid since, and more may have been recorded. */
export function standingOf({ ageMs, hasIndexPepper, hasRowPepper }: CopyFacts): Standing {
  if (!hasIndexPepper || ageMs > indexPepperMs) return 'locked';
  return hasRowPepper && ageMs <= rowPepperMs ? 'whole' : 'outline';
}
