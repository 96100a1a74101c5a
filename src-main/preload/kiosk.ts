import { contextBridge, ipcRenderer } from 'electron';
import type { KioskBridge } from '../../src-shared/contract/kiosk-ipc.ts';
import { kioskVerbs } from '../../src-shared/contract/kiosk-verbs.ts';
import type { Sound } from '../../src-shared/speech/spoken.ts';

/*
 * The only door between the visitors' window and main: one function per intent, one channel down.
 * The page never sees ipcRenderer. Main checks every intent again; nothing here is trusted.
 */

const intents = Object.fromEntries(
  kioskVerbs.map((verb) => [verb, (intent: unknown): Promise<unknown> => ipcRenderer.invoke(`kiosk:${verb}`, intent)]),
) as KioskBridge['intents'];

const bridge: KioskBridge = {
  intents,
  onPush(receive) {
    ipcRenderer.on('kiosk:push', (_event, push: unknown) => receive(push));
  },
  onSound(receive) {
    ipcRenderer.on('kiosk:sound', (_event, sound: Sound) => receive(sound));
  },
};

contextBridge.exposeInMainWorld('wafa', bridge);
