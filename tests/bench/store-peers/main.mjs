// The peers of the vault's figures: the same persons in IndexedDB by other ways. Started by ../store/peers.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';

const { PEERS_DATA: data = '', PEERS_PEOPLE: people = '', PEERS_SCRIPT: script = '' } = process.env;
app.setPath('userData', data);

async function measure() {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, backgroundThrottling: false } });
  await window.loadFile(join(import.meta.dirname, 'page.html'));
  await window.webContents.executeJavaScript(`${readFileSync(script, 'utf8')};0`);
  return window.webContents.executeJavaScript(`measure(${readFileSync(people, 'utf8')})`);
}

// Not awaited at the top: Electron is not ready before this module has been evaluated.
void app
  .whenReady()
  .then(measure)
  .then(
    (figures) => {
      writeFileSync(join(data, 'figures.json'), JSON.stringify(figures));
      console.log('PEERS-DONE');
    },
    (failure) => {
      console.error(failure);
      app.exit(1);
    },
  );
