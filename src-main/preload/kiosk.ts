import { contextBridge, ipcRenderer } from 'electron';
import { kioskIntents, type KioskBridge, type KioskVerb } from '../../src-shared/contract/kiosk-ipc.ts';

/*
 * The only door between the visitors' window and main: one function per intent, one channel down.
 * The page never sees ipcRenderer. Main checks every intent again; nothing here is trusted.
 */

const verbs = Object.keys(kioskIntents) as KioskVerb[];

const intents = Object.fromEntries(
  verbs.map((verb) => [verb, (intent: unknown): Promise<unknown> => ipcRenderer.invoke(`kiosk:${verb}`, intent)]),
) as KioskBridge['intents'];

const bridge: KioskBridge = {
  intents,
  onPush(receive) {
    ipcRenderer.on('kiosk:push', (_event, push: unknown) => receive(push));
  },
};

contextBridge.exposeInMainWorld('wafa', bridge);
