// The dock's own window, an application apart from the kiosk: shows the dock's page and plays the
// visitor's phone. Plain JavaScript, because Electron starts it from source.
import { join } from 'node:path';
import { app, BrowserWindow, desktopCapturer, ipcMain, screen } from 'electron';
import jsQR from 'jsqr';

/** Phone pages live on this machine only; a code that leads elsewhere is not opened. */
const ownPage = /^http:\/\/127\.0\.0\.1:\d+\/p\/[\w-]+$/;

let phone = null;

app.setPath('userData', join(process.env.WAFA_DOCK_DATA ?? app.getPath('temp'), 'wafa-dock'));
// Not awaited at the top: Electron is not ready before this module has been evaluated.
void app.whenReady().then(openDock);

ipcMain.handle('dock:scan-code', async () => {
  const address = await codeOnScreen();
  if (address) openPhone(address);
  return address !== null;
});
ipcMain.handle('dock:open-page', (_event, address) => {
  if (ownPage.test(address)) openPhone(address);
});
app.on('window-all-closed', () => app.quit());

function openDock() {
  const area = screen.getPrimaryDisplay().workArea;
  const width = 440;
  const dock = new BrowserWindow({
    title: 'Wafa dock',
    width,
    height: Math.min(1000, area.height),
    x: area.x + area.width - width,
    y: area.y,
    autoHideMenuBar: true,
    backgroundColor: '#10272d',
    webPreferences: { preload: join(import.meta.dirname, 'preload.cjs'), sandbox: true },
  });
  void dock.loadURL(process.env.WAFA_DOCK_URL);
}

/** Photographs the kiosk's window, as a phone's camera would, and reads the code on it. */
async function codeOnScreen() {
  const thumbnailSize = { width: 1920, height: 1920 };
  const sources = await desktopCapturer.getSources({ types: ['window', 'screen'], thumbnailSize });
  for (const { thumbnail } of sources) {
    const size = thumbnail.getSize();
    if (size.width === 0) continue;
    const pixels = new Uint8ClampedArray(thumbnail.toBitmap());
    const code = jsQR(pixels, size.width, size.height);
    if (code && ownPage.test(code.data)) return code.data;
  }
  return null;
}

function openPhone(address) {
  if (!phone || phone.isDestroyed()) {
    phone = new BrowserWindow({
      title: 'Phone',
      width: 400,
      height: 820,
      useContentSize: true,
      autoHideMenuBar: true,
      webPreferences: { partition: 'phone', sandbox: true },
    });
  }
  void phone.loadURL(address);
  phone.focus();
}
