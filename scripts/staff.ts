// npm run staff -- add ID --name NAME --role attendant|supervisor|technician | remove ID | list: who may open the staff
// screen of a kiosk, in the database that GATEWAY_DATABASE names. `add` makes a PIN and prints it once; for an id that is
// there it changes name, role and PIN. Exit code 0: done. 1: the database did not take it. 2: wrong use.
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../src-shared/result.ts';
import { staffIdSchema, staffMemberSchema } from '../src-shared/staff/directory.ts';
import { staffRoleSchema, type StaffRole } from '../src-shared/staff/roles.ts';
import { openDatabase } from '../src-gateway/db/database.ts';
import { systemRng } from '../src-gateway/edge/system.ts';
import { freshPin, hashPin } from '../src-gateway/staff/pin.ts';
import { sqlStaffStore, type StaffStore } from '../src-gateway/staff/staff-store.ts';
import { whyNotReachable } from './operator/open-books.ts';

const usage = `Usage: npm run -s staff -- add A101 --name "Name on the badge" --role ${staffRoleSchema.options.join('|')}
       npm run -s staff -- remove A101
       npm run -s staff -- list`;

type Order =
  | { readonly verb: 'add'; readonly id: string; readonly name: string; readonly role: StaffRole }
  | { readonly verb: 'remove'; readonly id: string }
  | { readonly verb: 'list' };

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
  if (!name.success || !role.success) return err(usage);
  return ok({ verb, id, name: name.data, role: role.data });
}

function parsedArgs(args: string[]) {
  try {
    const options = { name: { type: 'string' }, role: { type: 'string' } } as const;
    return parseArgs({ args, options, allowPositionals: true });
  } catch {
    return null; // an option nobody knows
  }
}

async function carryOut(order: Order, store: StaffStore): Promise<number> {
  if (order.verb === 'add') {
    const pin = freshPin(systemRng);
    await store.put({ ...{ id: order.id, name: order.name, role: order.role }, pin: hashPin(pin, systemRng) });
    console.error(`PIN of ${order.id}, shown once; kiosks know it within minutes:`);
    console.log(pin);
    return 0;
  }
  if (order.verb === 'list') {
    for (const { id, name, role } of (await store.read()).staff) console.log(`${id}  ${role}  ${name}`);
    return 0;
  }
  if (await store.remove(order.id)) return 0;
  console.error(`There is nobody with the id ${order.id}.`);
  return 1;
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
