import { answerCall, vaultHandlers } from './answer-call.ts';
import { EditionStore } from './edition-store.ts';
import { VaultDatabase } from './vault-database.ts';

/** Answers main's calls for as long as the port lives. */
export function serveVault(port: MessagePort): void {
  const handlers = vaultHandlers(new EditionStore(new VaultDatabase()), crypto.subtle);
  port.addEventListener('message', (event) => {
    void answerCall(event.data, handlers).then((reply) => {
      if (reply !== null) port.postMessage(reply);
    });
  });
  port.start();
}
