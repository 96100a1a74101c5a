import './no-eval.ts';
import { vaultHandlers } from './answer-call.ts';
import { openControlDatabase } from './control-database.ts';
import { fetchObject } from './edge/feed-objects.ts';
import { privateFiles } from './edge/private-files.ts';
import { serveVault } from './serve-vault.ts';
import { Vault } from './vault.ts';

// The vault itself, away from the page: only a worker can read and write a file without waiting.
addEventListener('message', (event: MessageEvent) => {
  const [port] = event.ports;
  if (!port) return;
  void open()
    .then((vault) => {
      serveVault(vaultHandlers(vault), port);
    })
    .catch(() => {
      port.close(); // main opens a new page
    });
});

async function open(): Promise<Vault> {
  const rng = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
  const [db, files] = await Promise.all([openControlDatabase(), privateFiles()]);
  return Vault.open({ db, files, fetchObject, subtle: crypto.subtle, rng });
}
