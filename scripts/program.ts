// npm run program -- keys FOLDER: makes a pair of release keys in a folder.
// npm run program -- put STICK --key FILE [--from 0.1.0] [--package FILE]: writes the package that `npm run make` has
// made onto a stick, signed with the private release key. Exit code 0: done. 1: not possible. 2: wrong use.
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeDurably } from '../src-gateway/edge/durable-files.ts';
import { kuwaitIso } from '../src-shared/domain/time.ts';
import packageJson from '../package.json' with { type: 'json' };
import { makeProgram, makeReleaseKeys } from './operator/make-program.ts';
import { inRepository } from './prepare/paths.ts';

const usage = `Usage: npm run -s program -- keys FOLDER
       npm run -s program -- put STICK --key FILE [--from 0.1.0] [--package FILE]`;

interface PutOrder {
  readonly stick: string;
  readonly key: string;
  readonly from: string;
  readonly packageFile: string | undefined;
}

type Order = { readonly keysTo: string } | PutOrder;

function readOrder(args: string[]): Order | null {
  try {
    const options = { key: { type: 'string' }, from: { type: 'string' }, package: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [verb, folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) return null;
    if (verb === 'keys') return { keysTo: folder };
    if (verb !== 'put' || values.key === undefined) return null;
    return { stick: folder, key: values.key, from: values.from ?? '0.0.0', packageFile: values.package };
  } catch {
    return null; // an option nobody knows
  }
}

/** Old keys are never written over: kiosks out there know them. */
async function makeKeys(folder: string): Promise<void> {
  const { privatePem, publicPem } = makeReleaseKeys();
  await writeDurably(join(folder, 'release-key.pem'), privatePem, 'wx', 0o600);
  await writeDurably(join(folder, 'release-key.public.pem'), publicPem, 'wx', 0o644);
  console.log('release-key.pem signs: keep it where no network is. release-key.public.pem goes to every kiosk.');
}

async function put({ stick, key, from, ...order }: PutOrder): Promise<void> {
  const { version } = packageJson;
  const packageFile = order.packageFile ?? globSync(inRepository('out', 'make', '**', `*_${version}_*.deb`))[0];
  if (packageFile === undefined) throw new Error(`There is no package of ${version} yet: npm run make`);
  const name = await makeProgram(stick, {
    ...{ packageFile, version, from },
    platform: `${process.platform}-${process.arch}`,
    made: kuwaitIso(Date.now()),
    privateKey: await readFile(key, 'utf8'),
  });
  console.log(`${name} is on the stick.`);
}

const order = readOrder(process.argv.slice(2));
if (order) {
  try {
    await ('keysTo' in order ? makeKeys(order.keysTo) : put(order));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
} else {
  console.error(usage);
  process.exitCode = 2;
}
