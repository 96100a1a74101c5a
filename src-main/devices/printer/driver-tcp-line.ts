import { connect, type Socket } from 'node:net';
import type { ByteLine, OpenLine } from './printer-line.ts';

/** A printer on the network, on port 9100 as a rule. */
export function tcpLine({ host, port }: { readonly host: string; readonly port: number }): OpenLine {
  return (limitMs) =>
    new Promise((resolve) => {
      const socket = connect({ host, port, noDelay: true });
      const limit = setTimeout(() => {
        socket.resetAndDestroy();
      }, limitMs);
      socket.on('error', () => undefined); // always followed by `close`
      socket.once('close', () => {
        clearTimeout(limit);
        resolve(null);
      });
      socket.once('connect', () => {
        resolve(lineOn(socket));
      });
    });
}

function lineOn(socket: Socket): ByteLine {
  return {
    closed: new Promise((resolve) => {
      socket.once('close', () => {
        resolve(null);
      });
    }),
    listen(receive) {
      socket.on('data', receive);
    },
    write: (bytes) =>
      new Promise((resolve) => {
        socket.write(bytes, () => {
          resolve();
        });
      }),
    close() {
      socket.end();
    },
    drop() {
      socket.resetAndDestroy();
    },
  };
}
