import type { JsonValue } from '../../../src-shared/contract/canonical-json.ts';
import { journalEventSchema } from '../../../src-shared/contract/journal-events.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Hit } from './failpoint.ts';

/**
 * The same journal, with a failpoint before each record is written (`journal.before:SENT`) and one after it has
 * become durable (`journal.after:SENT`). Payment events go by their type, all others by their kind.
 */
export function journalWithFailpoints(journal: Journal, hit: Hit): Journal {
  return {
    append: async (events) => {
      const names = events.map(nameOf);
      for (const name of names) hit(`journal.before:${name}`);
      const written = await journal.append(events);
      for (const name of names) hit(`journal.after:${name}`);
      return written;
    },
    canAppend: () => journal.canAppend(),
    refillReserve: () => journal.refillReserve(),
    entries: () => journal.entries(),
    head: () => journal.head(),
    cutTail: journal.cutTail,
    close: () => journal.close(),
  };
}

function nameOf(event: JsonValue): string {
  const read = journalEventSchema.safeParse(event);
  if (!read.success) return 'unknown';
  return read.data.kind === 'payment' ? read.data.event.type : read.data.kind;
}

/** A port that consists of calls. */
type Calls<P> = { readonly [Name in keyof P]: (...given: never[]) => unknown };

/**
 * The same port, with a failpoint before each call (`send.before:commit`) and one after its answer has come
 * (`send.after:commit`).
 *
 * @param side the first word of its places: `send` for the gateway, `terminal` for the card terminal
 */
export function callsWithFailpoints<P extends Calls<P>>(side: string, port: P, hit: Hit): P {
  const around: Record<string, unknown> = {};
  for (const name of memberNames(port)) {
    const call: unknown = Reflect.get(port, name);
    if (typeof call !== 'function') continue;
    around[name] = (...given: unknown[]): unknown => {
      hit(`${side}.before:${name}`);
      const answer: unknown = Reflect.apply(call, port, given);
      return answer instanceof Promise ? answer.then(passing) : passing(answer);
    };
    const passing = <T>(answer: T): T => {
      hit(`${side}.after:${name}`);
      return answer;
    };
  }
  return around as P; // every member of P is a call, and each has been wrapped under its own name
}

/** Names of an object's members and of what its classes give it. */
function memberNames(port: object): Set<string> {
  const names = new Set(Object.getOwnPropertyNames(port));
  const parent: unknown = Object.getPrototypeOf(port);
  if (typeof parent === 'object' && parent !== null && parent !== Object.prototype) {
    for (const name of memberNames(parent)) if (name !== 'constructor') names.add(name);
  }
  return names;
}
