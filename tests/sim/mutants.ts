import { runSeed, type RunResult } from './run.ts';
import { gatewayMutants } from './mutants/gateway-mutants.ts';
import { kioskMutants } from './mutants/kiosk-mutants.ts';
import type { Mutant } from './mutants/mutant.ts';
import { staffMutants } from './mutants/staff-mutants.ts';
import { terminalMutants } from './mutants/terminal-mutants.ts';
import { shipped } from './world/parts.ts';

/**
 * Every way of being wrong that the invariants must notice. Not here, because what they break is not in this
 * simulation: M37 (the day is cut by record number, not by clock: `src-main/day`), M39 (a forked journal:
 * `src-main/payment/journal-witness.ts` and `src-gateway/reconciliation/journal-head.ts`).
 */
export const mutants: readonly Mutant[] = [...kioskMutants, ...gatewayMutants, ...terminalMutants, ...staffMutants];

/** Plays one seed of the broken product, with the faults it takes to notice. */
export function runMutant(mutant: Mutant, seed: number): Promise<RunResult> {
  const parts = { ...shipped, ...mutant.patch };
  return runSeed(seed, mutant.rail, { parts, ...(mutant.needs ? { needs: mutant.needs } : {}) });
}

/** What to say about a mutant. */
export function titleOf({ id, name, rail }: Mutant): string {
  return `${id} ${name} (${rail})`;
}
