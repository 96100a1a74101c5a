// The least an Electron application can be: the peer of the start and memory figures.
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';

app.setPath('userData', process.env.BARE_DATA);

// Not awaited at the top: Electron is not ready before this module has been evaluated.
void app.whenReady().then(() => {
  const windows = Number(process.env.BARE_WINDOWS ?? 1);
  for (let index = 0; index < windows; index += 1) open(index === 0);
});

function open(shown) {
  const window = new BrowserWindow({ width: 1080, height: 1920, show: shown, webPreferences: { sandbox: true } });
  window.webContents.once('did-finish-load', async () => {
    // Painted: two frames after the page is there, as the kiosk counts it.
    await window.webContents.executeJavaScript(
      'new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); setTimeout(done, 2000); })',
    );
    if (shown) console.log('BARE-DRAWN');
  });
  void window.loadFile(join(import.meta.dirname, 'page.html'));
}
