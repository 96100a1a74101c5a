// npm run program -- keys FOLDER: makes a pair of release keys in a folder.
// npm run program -- put STICK --key FILE [--from 0.1.0] [--package FILE]: writes the package that `npm run make` has
// made onto a stick, signed with the private release key. Exit code 0: done. 1: not possible. 2: wrong use.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { globSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { writeDurably } from '../src-gateway/edge/durable-files.ts';
import { kuwaitIso } from '../src-shared/domain/time.ts';
import { makeProgram, makeReleaseKeys } from './operator/make-program.ts';
import { inRepository } from './prepare/paths.ts';

const usage = `Usage: npm run -s program -- keys FOLDER
       npm run -s program -- put STICK --key FILE [--from 0.1.0] [--package FILE]`;

type Order =
  | { readonly verb: 'keys'; readonly folder: string }
  | {
      readonly verb: 'put';
      readonly folder: string;
      readonly key: string;
      readonly from: string | undefined;
      readonly packageFile: string | undefined;
    };

function readOrder(args: string[]): Order | null {
  try {
    const options = { key: { type: 'string' }, from: { type: 'string' }, package: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [verb, folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) return null;
    if (verb === 'keys') return { verb, folder };
    if (verb !== 'put' || values.key === undefined) return null;
    return { verb, folder, key: values.key, from: values.from, packageFile: values.package };
  } catch {
    return null; // an option nobody knows
  }
}

async function main(): Promise<number> {
  const order = readOrder(process.argv.slice(2));
  if (!order) {
    console.error(usage);
    return 2;
  }
  if (order.verb === 'keys') {
    const { privatePem, publicPem } = makeReleaseKeys();
    await writeDurably(join(order.folder, 'release-key.pem'), Buffer.from(privatePem), 'wx', 0o600);
    await writeDurably(join(order.folder, 'release-key.public.pem'), Buffer.from(publicPem), 'wx', 0o644);
    console.log('release-key.pem signs: keep it where no network is. release-key.public.pem goes to every kiosk.');
    return 0;
  }
  const { version } = JSON.parse(await readFile(inRepository('package.json'), 'utf8')) as { version: string };
  const packageFile = order.packageFile ?? globSync(inRepository('out', 'make', '**', `*_${version}_*.deb`))[0];
  if (packageFile === undefined) throw new Error(`There is no package of ${version} yet: npm run make`);
  const name = await makeProgram(order.folder, {
    ...{ packageFile, version, from: order.from ?? '0.0.0' },
    platform: `${process.platform}-${process.arch}`,
    made: kuwaitIso(Date.now()),
    privateKey: await readFile(order.key, 'utf8'),
  });
  console.log(`${name} is on the stick.`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
