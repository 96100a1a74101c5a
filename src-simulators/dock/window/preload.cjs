const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('dockWindow', {
  /** Looks for a payment code on the kiosk's screen and opens its page. Resolves to whether there was one. */
  scanCode: () => ipcRenderer.invoke('dock:scan-code'),
  openPage: (address) => ipcRenderer.invoke('dock:open-page', String(address)),
});
