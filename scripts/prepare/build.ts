import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRepository } from './paths.ts';
import { run } from './run.ts';
import { longStep, Unprepared } from './say.ts';

/** What goes into the built files. */
const SOURCES = [
  'src-shared',
  'src-main',
  'src-renderer',
  'resources',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
  'scripts/prepare/flavour.ts',
];

/** Stands beside the outputs, so that whoever deletes or replaces them (packaging does) deletes it too. */
const stampFile = inRepository('.vite', 'build-stamp');

function describe(path: string): string[] {
  const stat = statSync(path);
  if (!stat.isDirectory()) return [`${path} ${stat.size} ${stat.mtimeMs}`];
  return readdirSync(path)
    .sort()
    .flatMap((name) => describe(join(path, name)));
}

/** A fingerprint of everything that goes into the built files: names, sizes and times, and the wanted flavour. */
function fingerprint(): string {
  const lines = SOURCES.map((source) => inRepository(source))
    .filter((path) => existsSync(path))
    .flatMap(describe);
  return createHash('sha256')
    .update([process.env.WAFA_FLAVOUR ?? '', ...lines].join('\n'))
    .digest('hex');
}

/** True when the files in .vite are what the sources say. */
export function isBuilt(): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint();
}

/**
 * Builds the main process, the preloads and all pages into .vite, unless they are up to date.
 *
 * @throws Unprepared when the build fails
 */
export async function ensureBuilt(): Promise<void> {
  if (isBuilt()) return;
  const before = fingerprint();
  const vite = inRepository('node_modules', 'vite', 'bin', 'vite.js');
  const { code, output } = await longStep('Building the application', () =>
    run(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], { cwd: inRepository() }),
  );
  if (code !== 0) throw new Unprepared(`${output.trim()}\n\nThe application does not build: the reason is above.`);
  if (output.trim() !== '') console.warn(output.trim());
  mkdirSync(dirname(stampFile), { recursive: true });
  // Taken before the build: a source changed meanwhile makes the next `prepare` build again.
  writeFileSync(stampFile, before);
}
