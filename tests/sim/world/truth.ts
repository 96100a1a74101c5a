import type { SettlementLine } from '../gateway/settlement.ts';
import type { Terminal } from './terminal.ts';
import type { World } from './world.ts';

/** What really happened to somebody's money, as the ledgers of those who moved it say. */
export interface Taken {
  readonly pid: string;
  readonly rail: 'hosted' | 'terminal';
  readonly railRef: string;
  readonly amountFils: number;
  /** Times it was taken. */
  readonly captures: number;
  readonly voided: boolean;
  readonly refundedFils: number;
}

/** Everything that was taken, by K-Net and by the terminals. */
export function takenOf(world: World): Taken[] {
  const hosted = [...world.knet.records.values()]
    .filter(({ captures }) => captures > 0)
    .map((record): Taken => {
      const refundedFils = record.refunds.reduce((sum, amount) => sum + amount, 0);
      const { pid, amountFils, captures, status } = record;
      return { pid, rail: 'hosted', railRef: pid, amountFils, captures, voided: status === 'voided', refundedFils };
    });
  return [...hosted, ...world.kiosks.flatMap((kiosk) => (kiosk.terminal ? takenAt(world, kiosk.terminal) : []))];
}

function takenAt(world: World, terminal: Terminal): Taken[] {
  const taken = new Map<string, Taken>();
  for (const fact of terminal.money()) {
    const { pid, amountFils, poiId, serviceId } = fact;
    const known = taken.get(pid);
    if (fact.kind === 'charged') {
      const railRef = `${poiId}/${serviceId}`;
      const refundedFils = known?.refundedFils ?? world.portal.handedOut(pid);
      const amount = (known ? known.amountFils * known.captures : 0) + amountFils;
      const captures = (known?.captures ?? 0) + 1;
      taken.set(pid, {
        pid,
        rail: 'terminal',
        railRef,
        amountFils: amount / captures,
        captures,
        voided: false,
        refundedFils,
      });
    } else if (known) {
      taken.set(pid, { ...known, refundedFils: known.refundedFils + amountFils });
    }
  }
  return [...taken.values()];
}

/** The acquirer's file: what was taken and kept. */
export function settlementLines(world: World): SettlementLine[] {
  return takenOf(world)
    .filter(({ voided }) => !voided)
    .map(({ pid, rail, railRef, amountFils, refundedFils }) => {
      // What people hand out at a counter is no business of the acquirer.
      const givenBackFils = Math.max(0, refundedFils - world.portal.handedOut(pid));
      return { rail, pid, railRef, amountFils, givenBackFils };
    });
}
