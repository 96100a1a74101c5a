import { isPayable } from '../../src-shared/domain/obligation.ts';
import { kuwaitDay } from '../../src-shared/domain/time.ts';
import { makeRandom } from '../../src-simulators/world/random.ts';
import { demoSeed, makeWorld } from '../../src-simulators/world/world.ts';
import { faultKinds } from './network-faults-kinds.ts';
import { visitThroughFault, type Call, type Lane, type Ticketed } from './network-faults-run.ts';
import { terminalCalls, terminalVisitThroughFault } from './network-faults-terminal.ts';

/** One visit, ready to be made on any lane. */
export interface ReadyVisit {
  /** Which call meets what. */
  readonly story: string;
  /** @returns what was wrong */
  readonly run: (lane: Lane) => Promise<string[]>;
}

const calls: readonly Call[] = ['status', 'inquire', 'reserve', 'open', 'report', 'commit', 'withdraw', 'postings'];
/** Where the receipt numbers of terminal visits begin: far above those a kiosk of this row gives out itself. */
const firstTerminalReceipt = 90_000_000;

type Maker = (ticketed: Ticketed, at: number) => ReadyVisit;

/** Every call with every kind of fault, in an order the seed chooses, each with a ticket of its own. */
export function allVisits(seed: number, impostor: number): ReadyVisit[] {
  const kinds = faultKinds(impostor);
  const hosted = calls.flatMap((call) =>
    kinds.map((named): Maker => (ticketed, at) => {
      const address = `10.3.${at >> 8}.${at & 255}`;
      return {
        story: `${call}, ${named.name}`,
        run: (lane) => visitThroughFault(lane, { ...ticketed, call, named, address }),
      };
    }),
  );
  const terminal = terminalCalls.flatMap((call) =>
    kinds.map((named): Maker => (ticketed, at) => {
      const visit = { ...ticketed, call, named, receipt: firstTerminalReceipt + at };
      return { story: `${call}, ${named.name}`, run: (lane) => terminalVisitThroughFault(lane, visit) };
    }),
  );
  const makers = shuffled([...hosted, ...terminal], seed);
  const tickets = allTickets();
  if (tickets.length < makers.length) throw new Error(`${tickets.length} tickets for ${makers.length} visits`);
  return tickets.slice(0, makers.length).flatMap((ticketed, at) => makers[at]?.(ticketed, at) ?? []);
}

/** The longest lists are left out: they take longest to look up and show nothing more. */
function allTickets(): Ticketed[] {
  const { parties } = makeWorld({ seed: demoSeed, today: kuwaitDay(Date.now()) });
  return parties
    .filter(({ obligations }) => obligations.length < 40)
    .flatMap(({ party, obligations }) => obligations.filter(isPayable).map((ticket) => ({ party, ticket })));
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = makeRandom(seed);
  return list
    .map((item) => ({ item, place: random.int(0, 2 ** 30) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** Makes the visits, one after the other on each lane. @returns what was wrong, with the story it belongs to */
export async function runVisits(
  lanes: readonly Lane[],
  visits: readonly ReadyVisit[],
  say: (line: string) => void,
): Promise<string[]> {
  const complaints: string[] = [];
  const waiting = [...visits];
  let done = 0;
  await Promise.all(
    lanes.map(async (lane) => {
      for (let visit = waiting.shift(); visit !== undefined; visit = waiting.shift()) {
        const { story } = visit;
        complaints.push(...(await visit.run(lane)).map((text) => `${story}: ${text}`));
        done += 1;
        if (done % 100 === 0) say(`${done} of ${visits.length}`);
      }
    }),
  );
  return complaints;
}
