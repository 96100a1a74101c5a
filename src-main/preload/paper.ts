import { contextBridge, ipcRenderer } from 'electron';
import type { PaperBridge } from '../../src-shared/contract/paper-ipc.ts';

/* The door between the hidden page that draws receipts and main: one channel each way, checked on both sides. */

const bridge: PaperBridge = {
  onRequest(receive) {
    ipcRenderer.on('paper:request', (_event, request: unknown) => receive(request));
  },
  report(report) {
    ipcRenderer.send('paper:report', report);
  },
};

contextBridge.exposeInMainWorld('wafaPaper', bridge);
