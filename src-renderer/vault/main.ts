import workerAddress from './worker.ts?worker&url';

/** What the preload says when it hands over main's port. */
const portMessage = 'vault:port';

const policy = trustedTypes.createPolicy('vault', { createScriptURL: (address) => address });
const worker = new Worker(policy.createScriptURL(workerAddress));

window.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.source !== window || event.origin !== location.origin || event.data !== portMessage || !port) return;
  worker.postMessage(null, [port]);
  // A worker that ends takes the port with it, and main opens a new page.
});
