import { ipcRenderer } from 'electron';

/** Channel from main and message to the page; both sides know the same name. */
const portChannel = 'vault:port';

// Hands main's port on to the page and does nothing else.
ipcRenderer.on(portChannel, (event) => {
  window.postMessage(portChannel, location.origin, [...event.ports]);
});
