import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

/** The probe (`probe/probe.ts`) as one script for a page, where it becomes `wafaProbe`. */
export async function probeSource(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      target: 'chrome130',
      lib: { entry: join(import.meta.dirname, 'probe/probe.ts'), formats: ['iife'], name: 'wafaProbe' },
    },
  });
  const output = Array.isArray(built) ? built[0] : built;
  // Vite would hand out a watcher if it had been asked to watch.
  if (!output || !('output' in output)) throw new Error('vite did not build the probe');
  // The script's own `var` would stay inside the function that evaluates it.
  return `${output.output[0].code}\nglobalThis.wafaProbe = wafaProbe;`;
}

/** axe-core as one script for a page, where it becomes `axe`. */
export function axeSource(): string {
  return readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
}
