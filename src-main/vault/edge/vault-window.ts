import { join } from 'node:path';
import { BrowserWindow, MessageChannelMain, session, type Session } from 'electron';
import { serveApp } from '../../platform/edge/app-protocol.ts';
import { denyEverything, lockedPreferences, stayOn } from '../../platform/edge/lockdown.ts';
import type { ObjectPath, OpenVault, VaultPort } from '../vault-port.ts';
import { serveFeed } from './feed-protocol.ts';

export interface VaultWindowPorts {
  /** Folder of the built pages. */
  readonly rendererRoot: string;
  /** Folder of the built preloads. */
  readonly preloadFolder: string;
  /** The files of the feed the page may read. */
  readonly objectPath: ObjectPath;
}

/** Never cleared by the end of a visit: this is where the offline copy lives. */
const partition = 'persist:vault';
const page = 'app://vault/';
const origin = 'app://vault';

/** Channel and message of the port's way into the page; the preload and the page know the same name. */
const portChannel = 'vault:port';

/** Opens the hidden window of the vault and connects it. */
export function vaultWindow(ports: VaultWindowPorts): OpenVault {
  let prepared: Session | null = null;
  return async () => {
    prepared ??= prepare(ports);
    const window = new BrowserWindow({
      show: false,
      focusable: false,
      skipTaskbar: true,
      webPreferences: {
        ...lockedPreferences,
        session: prepared,
        preload: join(ports.preloadFolder, 'preload-vault.cjs'),
      },
    });
    stayOn(window.webContents, origin);
    try {
      await window.loadURL(page);
    } catch (error) {
      window.destroy();
      throw error;
    }
    return connect(window);
  };
}

function prepare({ rendererRoot, objectPath }: VaultWindowPorts): Session {
  const vaultSession = session.fromPartition(partition);
  denyEverything(vaultSession);
  serveApp(vaultSession, rendererRoot);
  serveFeed(vaultSession, objectPath);
  return vaultSession;
}

function connect(window: BrowserWindow): VaultPort {
  const { port1: ours, port2: theirs } = new MessageChannelMain();
  const listeners: (() => void)[] = [];
  let gone = false;
  const close = (): void => {
    if (gone) return;
    gone = true;
    ours.close();
    if (!window.isDestroyed()) window.destroy();
    for (const listen of listeners) listen();
  };
  ours.on('close', close);
  window.on('closed', close);
  window.webContents.on('render-process-gone', close);
  window.webContents.on('unresponsive', close);
  window.webContents.postMessage(portChannel, null, [theirs]);
  return {
    post: (message) => {
      if (!gone) ours.postMessage(message);
    },
    onMessage: (listen) => {
      ours.on('message', (event) => {
        listen(event.data);
      });
      ours.start();
    },
    onGone: (listen) => {
      listeners.push(listen);
    },
    close,
  };
}
