import { z } from 'zod';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { faultRuleSchema } from './faults.ts';
import { moneyFacts, type TerminalLedger } from './ledger.ts';
import { scriptOfSeed } from './seeded-script.ts';
import { cardSchema, conditionsSchema, defaultSettings, goodConditions, settingsSchema } from './settings.ts';
import { terminalSettlement } from './settlement.ts';
import type { TerminalCore } from './terminal-core.ts';

/** A terminal on the desk: the core and the cable behind it. */
export interface Bench {
  readonly core: TerminalCore;
  readonly ledger: TerminalLedger;
  cable(): 'in' | 'out';
  /** Resolves when the terminal can or cannot be reached any more. */
  setCable(cable: 'in' | 'out'): Promise<void>;
}

export interface ControlAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const nothing = z.strictObject({});
const faultsSchema = z
  .strictObject({
    rules: z.array(faultRuleSchema).max(1_000).optional(),
    seed: z.int().min(0).max(4_294_967_295).optional(),
  })
  .refine(({ rules, seed }) => (rules === undefined) !== (seed === undefined), 'either rules or a seed');
const rebootSchema = z.strictObject({
  forget: z.boolean().default(false),
  announced: z.boolean().default(false),
  downMs: z.int().min(0).max(86_400_000).optional(),
});

type Command = (bench: Bench, body: unknown) => Result<boolean, string> | Promise<Result<boolean, string>>;

/** What can be done to the terminal by hand; the answer is false when it took no notice. */
const commands: Readonly<Record<string, Command>> = {
  '/sim/settings': command(settingsSchema.partial(), ({ core }, change) =>
    core.change(settingsSchema.parse({ ...core.state().settings, ...change })),
  ),
  '/sim/conditions': command(conditionsSchema.partial(), ({ core }, change) =>
    core.setConditions(conditionsSchema.parse({ ...core.state().conditions, ...change })),
  ),
  '/sim/faults': command(faultsSchema, ({ core }, script) =>
    core.setScript(script.rules ?? scriptOfSeed(script.seed ?? 0)),
  ),
  '/sim/card': command(cardSchema, ({ core }, card) => core.presentCard(card)),
  '/sim/pin': command(z.strictObject({ pin: z.enum(['good', 'wrong']) }), ({ core }, { pin }) => core.enterPin(pin)),
  '/sim/cancel': command(nothing, ({ core }) => core.pressCancel()),
  '/sim/remove-card': command(nothing, ({ core }) => core.removeCard()),
  '/sim/reboot': command(rebootSchema, ({ core }, { downMs, ...rest }) =>
    core.reboot(downMs === undefined ? rest : { ...rest, downMs }),
  ),
  '/sim/cable': command(z.strictObject({ cable: z.enum(['in', 'out']) }), (bench, { cable }) => bench.setCable(cable)),
  '/sim/reset': command(nothing, async (bench) => {
    bench.core.change(defaultSettings);
    bench.core.setScript([]);
    bench.core.setConditions(goodConditions);
    bench.core.pressCancel();
    bench.core.removeCard();
    await bench.setCable('in');
  }),
};

function command<T>(schema: z.ZodType<T>, run: (bench: Bench, body: T) => unknown): Command {
  return async (bench, body) => {
    const read = schema.safeParse(body);
    if (!read.success) {
      const [issue] = read.error.issues;
      return err(issue ? `${issue.path.join('.')}: ${issue.message}` : 'not valid');
    }
    return ok((await run(bench, read.data)) !== false);
  };
}

/** The control API under `/sim/`; not part of the protocol, used by the dock and by tests. */
export async function control(bench: Bench, method: string, url: URL, body: string): Promise<ControlAnswer> {
  const { pathname, searchParams } = url;
  switch (`${method} ${pathname}`) {
    case 'GET /sim/state':
      return json({ ...bench.core.state(), cable: bench.cable() });
    case 'GET /sim/ledger':
      return json({ facts: moneyFacts(bench.ledger) });
    case 'GET /sim/settlement':
      return settlement(bench, searchParams.get('day'));
  }
  const run = method === 'POST' && Object.hasOwn(commands, pathname) ? commands[pathname] : undefined;
  if (!run) return json({ error: 'no such control' }, 404);
  const done = await run(bench, readJson(body));
  if (!done.ok) return json({ error: done.error }, 400);
  return json({ done: done.value, ...bench.core.state(), cable: bench.cable() });
}

function settlement({ ledger }: Bench, day: string | null): ControlAnswer {
  if (day !== null && !z.iso.date().safeParse(day).success) return json({ error: 'day: must read YYYY-MM-DD' }, 400);
  const body = terminalSettlement(moneyFacts(ledger), day);
  return { status: 200, contentType: 'text/csv; charset=utf-8', body };
}

function json(value: unknown, status = 200): ControlAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(value) };
}

function readJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
