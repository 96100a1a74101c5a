// npm run enrol -- KIOSK-CODE --site-ar TEXT --site-en TEXT: prints a one-time code that enrols this kiosk, made in the
// database that GATEWAY_DATABASE names. npm run enrol -- KIOSK-CODE --words: prints the words that the enrolled kiosk has
// to show, with the keys in the folder that GATEWAY_DATA names. Exit code 0: done. 1: it could not be. 2: wrong use.
import { parseArgs } from 'node:util';
import { enrolReplySchema } from '../src-shared/contract/gateway-http.ts';
import { localTextSchema, type LocalText } from '../src-shared/domain/language.ts';
import { err, ok, type Result } from '../src-shared/result.ts';
import { toString as qrText } from 'qrcode';
import { normalEnrolCode } from '../src-shared/domain/enrol-code.ts';
import { openDatabase } from '../src-gateway/db/database.ts';
import { systemClock, systemRng } from '../src-gateway/edge/system.ts';
import { keyFileIn } from '../src-gateway/keys/edge/key-file.ts';
import { loadOrCreateGatewayKeys } from '../src-gateway/keys/gateway-keys.ts';
import { kioskWords } from '../src-gateway/kiosks/comparison.ts';
import { enrolCodeMinutes, issueEnrolCode } from '../src-gateway/kiosks/enrol-code.ts';
import type { KioskStore } from '../src-gateway/kiosks/kiosk-store.ts';
import { sqlKioskStore } from '../src-gateway/kiosks/sql-kiosk-store.ts';

const usage = `Usage: npm run -s enrol -- K001 --site-ar "مركز الخدمة" --site-en "Service centre"
       npm run -s enrol -- K001 --words`;

interface Order {
  readonly kioskCode: string;
  /** Null: the words are asked for. */
  readonly site: LocalText | null;
  /** See `openDatabase`. */
  readonly address: string;
}

/** What was asked for, or the sentence that says why it cannot be done. */
function readOrder(args: string[], address: string | undefined): Result<Order, string> {
  const parsed = parsedArgs(args);
  if (parsed === null || parsed.positionals.length !== 1) return err(usage);
  const kioskCode = enrolReplySchema.shape.kioskCode.safeParse(parsed.positionals[0]);
  if (!kioskCode.success) return err(`The code of a kiosk is 2 to 8 capitals and digits. ${usage}`);
  const site = parsed.values.words ? ok(null) : readSite(parsed.values['site-ar'], parsed.values['site-en']);
  if (!site.ok) return site;
  if (address === undefined || address === '') return err("GATEWAY_DATABASE is not set: name the gateway's database.");
  if (address === 'pglite:memory') {
    return err('GATEWAY_DATABASE is pglite:memory, which no other program can reach: set GATEWAY_ENROL_CODES instead.');
  }
  return ok({ kioskCode: kioskCode.data, site: site.value, address });
}

function readSite(ar = '', en = ''): Result<LocalText, string> {
  const site = localTextSchema.safeParse({ ar: ar.trim(), en: en.trim() });
  if (ar.trim() === '' || en.trim() === '') return err(`Both names of the site are printed on receipts. ${usage}`);
  return site.success ? ok(site.data) : err('The name of a site is at most 500 characters long.');
}

function parsedArgs(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    const options = { 'site-ar': text, 'site-en': text, words: { type: 'boolean' } } as const;
    return parseArgs({ args, options, allowPositionals: true });
  } catch {
    return null; // an option nobody knows
  }
}

async function carryOut({ kioskCode, site, address }: Order): Promise<void> {
  const database = await openDatabase(address);
  try {
    const store = sqlKioskStore(database.db);
    await (site === null ? tellWords(store, kioskCode) : makeCode(store, kioskCode, site));
  } finally {
    await database.close();
  }
}

async function makeCode(store: KioskStore, kioskCode: string, site: LocalText): Promise<void> {
  const known = await store.find(kioskCode);
  const code = await issueEnrolCode({ store, rng: systemRng, clock: systemClock }, { kioskCode, site });
  console.error(`One-time code for ${kioskCode}, good for ${enrolCodeMinutes} minutes, shown once:`);
  console.log(code);
  // For the kiosk's scanner, from a telephone.
  if (process.stderr.isTTY) console.error(await qrText(normalEnrolCode(code), { type: 'utf8' }));
  if (known !== null) console.error(`${kioskCode} is enrolled already: whoever uses this code takes its place.`);
  console.error(`When the kiosk shows six words, compare them: npm run -s enrol -- ${kioskCode} --words`);
}

async function tellWords(store: KioskStore, kioskCode: string): Promise<void> {
  const words = await kioskWords(store, await answerKey(process.env['GATEWAY_DATA'] ?? ''), kioskCode);
  if (words === null) throw new Error(`nobody is enrolled as ${kioskCode}`);
  console.error(`${kioskCode} has to show these words. Are they others, somebody is on the line: make a new code.`);
  for (const [at, { en, ar }] of words.entries()) console.log(`${at + 1}  ${en}  ${ar}`);
}

/** The key that kiosks are given; never a new one. */
async function answerKey(folder: string): Promise<string> {
  const file = keyFileIn(folder);
  const kept = folder === '' ? ok(null) : await file.read();
  if (kept.ok && kept.value === null) throw new Error('GATEWAY_DATA does not name the folder of the gateway’s keys');
  const keys = await loadOrCreateGatewayKeys(file, systemRng);
  if (!keys.ok) throw new Error(keys.error.problem);
  return keys.value.answerPublicKey;
}

const order = readOrder(process.argv.slice(2), process.env['GATEWAY_DATABASE']);
if (order.ok) {
  try {
    await carryOut(order.value);
  } catch (error) {
    console.error(`Nothing was done: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
} else {
  console.error(order.error);
  process.exitCode = 2;
}
