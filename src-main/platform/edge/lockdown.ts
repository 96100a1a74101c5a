import { app, Menu, powerSaveBlocker, session, type Session, type WebContents } from 'electron';
import type { Log } from '../../../src-shared/contract/log-catalogue.ts';

/** Keys a visitor's keypad, scanner or test bench may send; everything else is swallowed (hardening 6). */
const allowedKey = /^(?:[\p{L}\p{N}]|Arrow(?:Up|Down|Left|Right)|Tab|Enter|Escape|Backspace| |F1[3-9]|F2[0-4])$/u;

/** Settings every window of ours is made with. */
export const lockedPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: false,
  navigateOnDragDrop: false,
  disableDialogs: true,
  plugins: false,
  backgroundThrottling: false,
} as const;

/** Applies to every web content there will ever be; call once, before the first window. */
export function lockDown(log: Log): void {
  Menu.setApplicationMenu(null);
  powerSaveBlocker.start('prevent-display-sleep');
  denyEverything(session.defaultSession);
  app.on('web-contents-created', (_event, contents) => {
    lockContents(contents, log);
  });
}

/** No permission, no device, no download: the kiosk needs none of them. */
export function denyEverything(target: Session): void {
  target.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
  target.on('will-download', (event) => {
    event.preventDefault();
  });
  target.setSpellCheckerEnabled(false);
}

function lockContents(contents: WebContents, log: Log): void {
  contents.setWindowOpenHandler(({ url }) => {
    log('popup-denied', { origin: originOf(url) });
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.on('will-prevent-unload', (event) => {
    event.preventDefault();
  });
  contents.on('devtools-opened', () => {
    if (app.isPackaged) contents.closeDevTools();
  });
  contents.on('before-input-event', (event, input) => {
    const bare = !input.control && !input.alt && !input.meta;
    if (input.type === 'keyDown' && !(bare && allowedKey.test(input.key))) event.preventDefault();
  });
}

/** Our own pages never go anywhere else. */
export function stayOn(contents: WebContents, origin: string): void {
  const refuse = (event: { preventDefault(): void }, url: string): void => {
    if (originOf(url) !== origin) event.preventDefault();
  };
  contents.on('will-navigate', (event) => {
    refuse(event, event.url);
  });
  contents.on('will-redirect', (event) => {
    refuse(event, event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    refuse(event, event.url);
  });
}

/** Scheme and host of an address; app:// has an opaque origin in `URL`, so it is put together by hand. */
export function originOf(url: string): string {
  try {
    const parsed = new URL(url);
    return `${parsed.protocol}//${parsed.host}`;
  } catch {
    return 'invalid:';
  }
}
