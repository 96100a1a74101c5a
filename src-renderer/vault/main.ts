import { config } from 'zod';

// Zod would try `new Function` once, which the page's policy forbids and reports. This has to be said before the
// first schema is made, so everything that holds schemas comes later, with the port.
config({ jitless: true });

/** What the preload says when it hands over main's port. */
const portMessage = 'vault:port';

window.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.source !== window || event.origin !== location.origin || event.data !== portMessage || !port) return;
  void import('./serve-vault.ts')
    .then(({ serveVault }) => serveVault(port))
    .catch(() => {
      port.close();
    });
});
