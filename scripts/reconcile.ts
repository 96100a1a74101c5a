// npm run reconcile -- --settlement FILE [--day YYYY-MM-DD] [--covers knet,terminal]: takes in an acquirer's settlement file and matches the day.
// Without --settlement it only matches. GATEWAY_DATABASE names the gateway's database, MINISTRY_URL the ministry's
// adapter (without it the ministry's side is not compared). With PGlite only while the gateway is stopped.
// Exit code 0: done, differences included. 1: not possible; a file is taken in as a whole or not at all. 2: wrong use.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { systemClock, systemTimers } from '../src-gateway/edge/system.ts';
import { networkFetch } from '../src-gateway/ministry/edge/network.ts';
import { makeSandboxAdapter } from '../src-gateway/ministry/sandbox-adapter.ts';
import type { Difference } from '../src-gateway/reconciliation/difference.ts';
import { importSettlement } from '../src-gateway/reconciliation/import-settlement.ts';
import type { ReconciliationDeps } from '../src-gateway/reconciliation/ports.ts';
import { reconcile, type Reconciliation } from '../src-gateway/reconciliation/reconcile.ts';
import type { Acquirer } from '../src-gateway/reconciliation/settlement-importer.ts';
import { simulatorCsv } from '../src-gateway/reconciliation/simulator-csv.ts';
import { err, ok, type Result } from '../src-shared/result.ts';
import { openBooks, whyNotReachable } from './operator/open-books.ts';

const usage = `Usage: npm run -s reconcile -- [--settlement FILE [--day YYYY-MM-DD] [--covers knet,terminal]]
With a PGlite folder only while the gateway is stopped.`;

const acquirerSchema = z.enum(['knet', 'terminal']);

interface Order {
  /** The file's text; null = only match. */
  readonly text: string | null;
  readonly day?: string;
  readonly covers?: readonly Acquirer[];
}

async function readOrder(args: string[]): Promise<Result<Order, string>> {
  const parsed = parsedArgs(args);
  if (parsed === null) return err(usage);
  const { settlement, day, covers } = parsed.values;
  if (settlement === undefined) return day === undefined && covers === undefined ? ok({ text: null }) : err(usage);
  if (day !== undefined && !z.iso.date().safeParse(day).success) return err('--day is a day such as 2026-11-22.');
  const acquirers = z.array(acquirerSchema).safeParse(covers?.split(',') ?? []);
  if (!acquirers.success) return err('--covers is knet, terminal, or both with a comma between.');
  try {
    const text = await readFile(settlement, 'utf8');
    return ok({
      text,
      ...(day === undefined ? {} : { day }),
      ...(covers === undefined ? {} : { covers: acquirers.data }),
    });
  } catch (error) {
    return err(`The file cannot be read: ${said(error)}`);
  }
}

const options = { settlement: { type: 'string' }, day: { type: 'string' }, covers: { type: 'string' } } as const;

function parsedArgs(args: string[]) {
  try {
    return parseArgs({ args, options });
  } catch {
    return null; // an option nobody knows
  }
}

async function carryOut(deps: ReconciliationDeps, { text, ...rest }: Order): Promise<Result<string, string>> {
  if (text === null) return ok(summary(await reconcile(deps)));
  const imported = await importSettlement(deps.payments, simulatorCsv, { text, ...rest });
  if (!imported.ok) return err(`Nothing was taken in:\n${imported.error.map((line) => `  ${line}`).join('\n')}`);
  const { day, lines, added } = imported.value;
  const taken = `Settlement of ${day}: ${lines} lines, ${added} of them new.`;
  return ok(`${taken}\n${summary(await reconcile(deps, { from: day }))}`);
}

function summary({ differences, failed, ministrySilent, filesMissing }: Reconciliation): string {
  return [
    differences.length === 0 ? 'Everything agrees.' : `Differences: ${differences.length}`,
    ...differences.map((difference) => `  ${difference.class}  ${difference.finding}  ${about(difference)}`),
    ...(failed === 0 ? [] : [`Not dealt with: ${failed}; see above.`]),
    ...(filesMissing.length === 0 ? [] : [`No settlement file for: ${filesMissing.join(', ')}`]),
    ...(ministrySilent.length === 0 ? [] : [`Not compared with the ministry: ${ministrySilent.join(', ')}`]),
  ].join('\n');
}

function about(difference: Difference): string {
  switch (difference.class) {
    case 'a':
      return difference.receiptNo;
    case 'c':
      return `${difference.line.transactionId} of ${difference.line.at}`;
    case 'e':
      return `${difference.pid ?? difference.kioskCode}: ${difference.oursFils} here, ${difference.theirsFils} there`;
    case 'f':
      return difference.ticketNo;
    case 'b':
    case 'd':
    case 'm':
      return difference.pid;
  }
}

function ministryAt(baseUrl: string | undefined): ReconciliationDeps['ministry'] {
  if (baseUrl === undefined || baseUrl === '') return null;
  return makeSandboxAdapter({
    baseUrl: baseUrl.replace(/\/$/, ''),
    fetch: networkFetch,
    clock: systemClock,
    timers: systemTimers,
    log: (event) => {
      console.error(JSON.stringify(event));
    },
  });
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const address = process.env['GATEWAY_DATABASE'] ?? '';
const order = await readOrder(process.argv.slice(2));
const problem = order.ok ? whyNotReachable(address) : order.error;
if (!order.ok || problem !== null) {
  console.error(problem);
  process.exitCode = 2;
} else {
  try {
    const books = await openBooks(address);
    try {
      const done = await carryOut(
        { payments: books.payments, ministry: ministryAt(process.env['MINISTRY_URL']) },
        order.value,
      );
      if (done.ok) console.log(done.value);
      else console.error(done.error);
      process.exitCode = done.ok ? 0 : 1;
    } finally {
      await books.close();
    }
  } catch (error) {
    console.error(`Not possible: ${said(error)}`);
    process.exitCode = 1;
  }
}
