// npm run staff -- add ID --name NAME --role attendant|supervisor|technician [--badge new|none] | remove ID | list: who may
// open the staff screen of a kiosk, in the database that GATEWAY_DATABASE names. `add` makes a PIN and prints it once; for
// an id that is there it changes name, role and PIN. `--badge new` makes a badge as well and prints its text once, under
// the PIN, and as a QR code; `none` takes it away; a badge nobody speaks of stays. Exit code 0: done. 1: the database did not take it. 2: wrong use.
import { parseArgs } from 'node:util';
import { toString as qrText } from 'qrcode';
import { z } from 'zod';
import { err, ok, type Result } from '../src-shared/result.ts';
import { staffIdSchema, staffMemberSchema } from '../src-shared/staff/directory.ts';
import { staffRoleSchema, type StaffRole } from '../src-shared/staff/roles.ts';
import { openDatabase } from '../src-gateway/db/database.ts';
import { systemRng } from '../src-gateway/edge/system.ts';
import { freshBadge, hashBadge } from '../src-gateway/staff/badge.ts';
import { freshPin, hashPin } from '../src-gateway/staff/pin.ts';
import { sqlStaffStore, type StaffStore } from '../src-gateway/staff/staff-store.ts';
import { whyNotReachable } from './operator/open-books.ts';

const usage = `Usage: npm run -s staff -- add A101 --name "Name on the badge" --role ${staffRoleSchema.options.join('|')} [--badge new|none]
       npm run -s staff -- remove A101
       npm run -s staff -- list`;

interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly badge: 'new' | 'none' | undefined;
}
type Order =
  ({ readonly verb: 'add' } & Person) | { readonly verb: 'remove'; readonly id: string } | { readonly verb: 'list' };

/** What was asked for, or the sentence that says why it cannot be done. */
function readOrder(args: string[]): Result<Order, string> {
  const parsed = parsedArgs(args);
  const [verb, id, ...more] = parsed?.positionals ?? [];
  if (parsed === null || more.length > 0) return err(usage);
  if (verb === 'list' && id === undefined) return ok({ verb });
  if ((verb !== 'add' && verb !== 'remove') || id === undefined) return err(usage);
  if (!staffIdSchema.safeParse(id).success) return err('An id is 2 to 12 capitals and digits.');
  if (verb === 'remove') return ok({ verb, id });
  const name = staffMemberSchema.shape.name.safeParse(parsed.values.name?.trim());
  const role = staffRoleSchema.safeParse(parsed.values.role);
  const badge = z.enum(['new', 'none']).optional().safeParse(parsed.values.badge);
  if (!name.success || !role.success || !badge.success) return err(usage);
  return ok({ verb, id, name: name.data, role: role.data, badge: badge.data });
}

function parsedArgs(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    const options = { name: text, role: text, badge: text } as const;
    return parseArgs({ args, options, allowPositionals: true });
  } catch {
    return null; // an option nobody knows
  }
}

async function carryOut(order: Order, store: StaffStore): Promise<number> {
  if (order.verb === 'add') {
    await add(order, store);
    return 0;
  }
  if (order.verb === 'list') {
    for (const { id, name, role, badge } of (await store.read()).staff)
      console.log(`${id}  ${role}  ${name}${badge ? '  (badge)' : ''}`);
    return 0;
  }
  if (await store.remove(order.id)) return 0;
  console.error(`There is nobody with the id ${order.id}.`);
  return 1;
}

async function add({ id, name, role, badge }: Person, store: StaffStore): Promise<void> {
  const pin = freshPin(systemRng);
  const text = badge === 'new' ? freshBadge(systemRng) : null;
  const change = badge === undefined ? {} : { badge: text === null ? null : hashBadge(text) };
  await store.put({ ...{ id, name, role }, pin: hashPin(pin, systemRng), ...change });
  console.error(
    `PIN of ${id}${text === null ? '' : ' and text of the badge'}, shown once; kiosks know it within minutes:`,
  );
  console.log(pin);
  if (text === null) return;
  console.log(text);
  // To be printed onto the badge; the kiosk's scanner reads it from the terminal as well.
  if (process.stderr.isTTY) console.error(await qrText(text, { type: 'utf8' }));
}

async function main(): Promise<number> {
  const order = readOrder(process.argv.slice(2));
  const address = process.env['GATEWAY_DATABASE'] ?? '';
  const problem = order.ok ? whyNotReachable(address) : order.error;
  if (!order.ok || problem !== null) {
    console.error(problem);
    return 2;
  }
  const database = await openDatabase(address);
  try {
    return await carryOut(order.value, sqlStaffStore(database.db));
  } finally {
    await database.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`Nothing was changed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
