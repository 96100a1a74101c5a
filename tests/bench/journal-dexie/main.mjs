// The peer of the journal's figures: the same records added to IndexedDB through Dexie, each durable before the next.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';

const { DEXIE_DATA: data = '', DEXIE_RECORDS: records = '' } = process.env;
app.setPath('userData', data);

// Not awaited at the top: Electron is not ready before this module has been evaluated.
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, backgroundThrottling: false } });
  await window.loadFile(join(import.meta.dirname, 'page.html'));
  const events = readFileSync(records, 'utf8');
  const figures = await window.webContents.executeJavaScript(`(${addAll.toString()})(${events})`);
  writeFileSync(join(data, 'figures.json'), JSON.stringify(figures));
  console.log('DEXIE-DONE');
});

/** Runs in the page: milliseconds of each add, in turn. */
async function addAll(events) {
  const { Dexie } = globalThis;
  const db = new Dexie('journal', { chromeTransactionDurability: 'strict' });
  db.version(1).stores({ records: '++seq' });
  await db.open();
  const figures = [];
  for (const event of events) {
    const from = performance.now();
    await db.table('records').add({ events: [event] });
    figures.push(performance.now() - from);
  }
  return figures;
}
