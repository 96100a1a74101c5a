import { answerCall, type VaultHandlers } from './answer-call.ts';

/** Answers main's calls for as long as the port lives. */
export function serveVault(handlers: VaultHandlers, port: MessagePort): void {
  port.addEventListener('message', (event) => {
    void answerCall(event.data, handlers).then((reply) => {
      if (reply !== null) port.postMessage(reply);
    });
  });
  port.start();
}
