import { contextBridge, ipcRenderer } from 'electron';
import type { StaffBridge } from '../../src-shared/contract/staff-ipc.ts';
import { staffVerbs } from '../../src-shared/contract/staff-verbs.ts';

/* The only door between the staff page and main, as narrow as the visitors'. */

const intents = Object.fromEntries(
  Object.keys(staffVerbs).map((verb) => [
    verb,
    (intent: unknown): Promise<unknown> => ipcRenderer.invoke(`staff:${verb}`, intent),
  ]),
  // One function for every verb of the table.
) as StaffBridge['intents'];

const bridge: StaffBridge = {
  intents,
  onPush(receive) {
    ipcRenderer.on('staff:push', (_event, snapshot: unknown) => receive(snapshot));
  },
};

contextBridge.exposeInMainWorld('wafaStaff', bridge);
