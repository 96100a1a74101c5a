import { answerCall, vaultHandlers } from './answer-call.ts';
import { EditionStore } from './edition-store.ts';
import { openVaultDatabase } from './vault-database.ts';

/** Answers main's calls for as long as the port lives. Rejects when there is no database: then main opens a new page. */
export async function serveVault(port: MessagePort): Promise<void> {
  const handlers = vaultHandlers(new EditionStore(await openVaultDatabase()), crypto.subtle);
  port.addEventListener('message', (event) => {
    void answerCall(event.data, handlers).then((reply) => {
      if (reply !== null) port.postMessage(reply);
    });
  });
  port.start();
}
