// The peers of the vault's figures: the same persons as rows in IndexedDB. Started by ../store/peers.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';

const { PEERS_DATA: data = '', PEERS_PEOPLE: people = '' } = process.env;
app.setPath('userData', data);

// Not awaited at the top: Electron is not ready before this module has been evaluated.
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, backgroundThrottling: false } });
  await window.loadFile(join(import.meta.dirname, 'page.html'));
  const figures = await window.webContents.executeJavaScript(`measure(${readFileSync(people, 'utf8')})`);
  writeFileSync(join(data, 'figures.json'), JSON.stringify(figures));
  console.log('PEERS-DONE');
});
