import type { Random } from './random.ts';
import type { Standing } from './standings.ts';
import type { TicketRecipe } from './ticket.ts';
import { amountsBefore } from './violation-table.ts';

/** What most tickets are about; the number says how often in 100. */
const commonOffences: readonly (readonly [string, number])[] = [
  ['37-1', 22],
  ['35-15', 14],
  ['33-9', 12],
  ['33bis-4', 18],
  ['33bis-1', 5],
  ['34-7', 6],
  ['34-9', 4],
  ['35-6', 5],
  ['36-4', 5],
  ['36-11', 3],
  ['33bis-9', 2],
  ['34-8', 2],
  ['37-2', 2],
];

/** Speeding and disabled-bay tickets of a camera are settled at the office only. */
const cameraOffences: readonly string[] = ['33bis-4', '33bis-9'];

/** A ticket as most people have them: usually recent, usually payable. */
export function ordinaryRecipe(random: Random): TicketRecipe {
  if (random.chance(6)) return oldRecipe(random);
  const first = drawOffence(random);
  const second = drawOffence(random);
  const two = random.chance(8) && first !== second;
  const offences = two ? [first, second] : [first];
  const kind = random.chance(45) ? 'direct' : 'indirect';
  return { offences, kind, standing: ordinaryStanding(offences, kind, random) };
}

/** A ticket from before the amounts of 2025. */
function oldRecipe(random: Random): TicketRecipe {
  const on = `${random.int(2022, 2024)}-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;
  return { offences: [random.pick([...amountsBefore.keys()])], kind: 'direct', standing: 'payable', when: { on } };
}

function ordinaryStanding(offences: readonly string[], kind: 'direct' | 'indirect', random: Random): Standing {
  const rare = random.int(1, 100);
  if (kind === 'indirect' && offences.some((code) => cameraOffences.includes(code))) return 'camera';
  if (rare <= 80) return 'payable';
  if (rare <= 85) return 'paid';
  if (rare <= 88) return 'cancelled';
  if (rare <= 91) return 'amnesty';
  if (rare <= 94) return 'judgment';
  return offences.some((code) => code.startsWith('33')) ? 'serious' : 'payable';
}

function drawOffence(random: Random): string {
  let left = random.int(1, 100);
  for (const [code, share] of commonOffences) {
    left -= share;
    if (left <= 0) return code;
  }
  throw new Error('the shares of the common offences do not add up to 100');
}
