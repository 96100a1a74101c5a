// What Electron's own default application does for `electron <folder>`; the stand-in runtime comes without it.
// It is an ES module with top-level await because Electron holds back `ready` until such a module is evaluated: the
// application can then still register its privileged schemes.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const argument = process.argv.slice(1).find((each) => !each.startsWith('-'));
if (argument === undefined) {
  console.error('Name the folder of the application to start, for example: electron .');
  app.exit(1);
} else {
  const folder = resolve(argument);
  const {
    name,
    productName = name,
    version,
    main = 'index.js',
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  process.defaultApp = true;
  app.setAppPath(folder);
  app.setName(productName);
  app.setVersion(version);
  await import(pathToFileURL(join(folder, main)).href);
}
