// npm run cases -- list [--all] | show NUMBER | close NUMBER --by A --and B --reason TEXT [--outcome …] [--reference …]:
// what people have to settle, in the database that GATEWAY_DATABASE names. With PGlite only while the gateway is stopped.
// Exit code 0: done. 1: not possible, and nothing was changed. 2: wrong use.
import { parseArgs } from 'node:util';
import { closeCase } from '../src-gateway/cases/close-case.ts';
import { readClosingOrder, type ClosingOrder } from '../src-gateway/cases/closing-order.ts';
import { listCases, viewCase } from '../src-gateway/cases/read-cases.ts';
import type { PaymentDeps } from '../src-gateway/payment/ports.ts';
import { err, ok, type Result } from '../src-shared/result.ts';
import { caseLine, caseText } from './operator/case-text.ts';
import { openBooks, whyNotReachable } from './operator/open-books.ts';

const usage = `Usage: npm run -s cases -- list [--all]
       npm run -s cases -- show NUMBER
       npm run -s cases -- close NUMBER --by NAME --and NAME --reason TEXT
                           [--outcome captured|not_charged|refunded] [--reference NUMBER]
With a PGlite folder only while the gateway is stopped.`;

type Order =
  { verb: 'list'; all: boolean } | { verb: 'show'; id: number } | { verb: 'close'; id: number; order: ClosingOrder };

const options = {
  all: { type: 'boolean' },
  by: { type: 'string' },
  and: { type: 'string' },
  reason: { type: 'string' },
  outcome: { type: 'string' },
  reference: { type: 'string' },
} as const;

/** What was asked for, or what is wrong with it. */
function readOrder(args: string[]): Result<Order, string> {
  const parsed = parsedArgs(args);
  if (parsed === null) return err(usage);
  const { all = false, ...words } = parsed.values;
  const [verb, number, ...more] = parsed.positionals;
  if (verb === 'list' && number === undefined && Object.keys(words).length === 0) return ok({ verb, all });
  if ((verb !== 'show' && verb !== 'close') || all || more.length > 0) return err(usage);
  if (number === undefined || !/^\d{1,9}$/.test(number)) return err(`Name the case by its number. ${usage}`);
  const id = Number(number);
  if (verb === 'show') return Object.keys(words).length === 0 ? ok({ verb, id }) : err(usage);
  const order = readClosingOrder(words);
  return order.ok ? ok({ verb, id, order: order.value }) : err(order.error.join('\n'));
}

function parsedArgs(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch {
    return null; // an option nobody knows
  }
}

async function carryOut(payments: PaymentDeps, order: Order): Promise<Result<string, string>> {
  switch (order.verb) {
    case 'list': {
      const cases = await listCases(payments.db, order);
      return ok(cases.length === 0 ? 'There is no open case.' : cases.map(caseLine).join('\n'));
    }
    case 'show': {
      const view = await viewCase(payments.db, order.id);
      return view === null ? err(`There is no case ${order.id}.`) : ok(caseText(view));
    }
    case 'close':
      return closeCase(payments, order.id, order.order);
  }
}

const address = process.env['GATEWAY_DATABASE'] ?? '';
const order = readOrder(process.argv.slice(2));
const problem = order.ok ? whyNotReachable(address) : order.error;
if (!order.ok || problem !== null) {
  console.error(problem);
  process.exitCode = 2;
} else {
  try {
    const books = await openBooks(address);
    try {
      const done = await carryOut(books.payments, order.value);
      if (done.ok) console.log(done.value);
      else console.error(`${done.error} Nothing was changed.`);
      process.exitCode = done.ok ? 0 : 1;
    } finally {
      await books.close();
    }
  } catch (error) {
    console.error(`Nothing was changed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
