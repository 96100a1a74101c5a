// npm run enrol -- KIOSK-CODE --site-ar TEXT --site-en TEXT: prints a one-time code that enrols this kiosk, made in the
// database that GATEWAY_DATABASE names. Exit code 0: done. 1: the database did not take it. 2: wrong use.
import { parseArgs } from 'node:util';
import { enrolReplySchema } from '../src-shared/contract/gateway-http.ts';
import { localTextSchema, type LocalText } from '../src-shared/domain/language.ts';
import { err, ok, type Result } from '../src-shared/result.ts';
import { openDatabase } from '../src-gateway/db/database.ts';
import { systemClock, systemRng } from '../src-gateway/edge/system.ts';
import { enrolCodeMinutes, issueEnrolCode } from '../src-gateway/kiosks/enrol-code.ts';
import { sqlKioskStore } from '../src-gateway/kiosks/sql-kiosk-store.ts';

const usage = 'Usage: npm run -s enrol -- K001 --site-ar "مركز الخدمة" --site-en "Service centre"';

interface Order {
  readonly kioskCode: string;
  readonly site: LocalText;
  /** See `openDatabase`. */
  readonly address: string;
}

/** What was asked for, or the sentence that says why it cannot be done. */
function readOrder(args: string[], address: string | undefined): Result<Order, string> {
  const parsed = parsedArgs(args);
  if (parsed === null || parsed.positionals.length !== 1) return err(usage);
  const kioskCode = enrolReplySchema.shape.kioskCode.safeParse(parsed.positionals[0]);
  if (!kioskCode.success) return err(`The code of a kiosk is 2 to 8 capitals and digits. ${usage}`);
  const { 'site-ar': ar = '', 'site-en': en = '' } = parsed.values;
  const site = localTextSchema.safeParse({ ar: ar.trim(), en: en.trim() });
  if (ar.trim() === '' || en.trim() === '') return err(`Both names of the site are printed on receipts. ${usage}`);
  if (!site.success) return err('The name of a site is at most 500 characters long.');
  if (address === undefined || address === '') return err("GATEWAY_DATABASE is not set: name the gateway's database.");
  if (address === 'pglite:memory') {
    return err('GATEWAY_DATABASE is pglite:memory, which no other program can reach: set GATEWAY_ENROL_CODES instead.');
  }
  return ok({ kioskCode: kioskCode.data, site: site.data, address });
}

function parsedArgs(args: string[]) {
  try {
    const options = { 'site-ar': { type: 'string' }, 'site-en': { type: 'string' } } as const;
    return parseArgs({ args, options, allowPositionals: true });
  } catch {
    return null; // an option nobody knows
  }
}

async function enrol({ kioskCode, site, address }: Order): Promise<void> {
  const database = await openDatabase(address);
  try {
    const store = sqlKioskStore(database.db);
    const known = await store.find(kioskCode);
    const code = await issueEnrolCode({ store, rng: systemRng, clock: systemClock }, { kioskCode, site });
    console.error(`One-time code for ${kioskCode}, good for ${enrolCodeMinutes} minutes, shown once:`);
    console.log(code);
    if (known !== null) console.error(`${kioskCode} is enrolled already: whoever uses this code takes its place.`);
  } finally {
    await database.close();
  }
}

const order = readOrder(process.argv.slice(2), process.env['GATEWAY_DATABASE']);
if (order.ok) {
  try {
    await enrol(order.value);
  } catch (error) {
    console.error(`No code was made: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
} else {
  console.error(order.error);
  process.exitCode = 2;
}
