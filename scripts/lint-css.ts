import { globSync, readFileSync } from 'node:fs';
import { physicalDeclarations, stylesOf } from './lint/physical-css.ts';
import { inRepository } from './prepare/paths.ts';

/* Part of `npm run lint`: the screens' styles name no left and no right. */
const files = globSync('src-renderer/**/*.{vue,css}', { cwd: inRepository() });
let found = 0;
for (const file of files.sort()) {
  const text = readFileSync(inRepository(file), 'utf8');
  for (const { line, message } of physicalDeclarations(file.endsWith('.vue') ? stylesOf(text) : text)) {
    console.error(`${file}:${line}  ${message}`);
    found += 1;
  }
}
if (found > 0) {
  console.error(`\n${found} declarations would not turn with the reading direction.`);
  process.exitCode = 1;
}
