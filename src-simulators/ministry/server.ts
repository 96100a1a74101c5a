import { once } from 'node:events';
import { kuwaitDay } from '../../src-shared/domain/time.ts';
import { openLedgerFile } from '../ledger-file.ts';
import { makeWorld } from '../world/world.ts';
import { openBackEnd } from './back-end.ts';
import { makeServer } from './http-server.ts';
import { readEnvironment } from './settings.ts';

/*
 * The ministry's stand-in as a program: `node src-simulators/ministry/server.ts`. Listens on this machine only
 * and prints one line of JSON when it is ready. This file alone touches the clock, the disk and the environment.
 */

const configuration = readEnvironment(process.env);
if (!configuration.ok) {
  console.error(`The ministry simulator cannot start: ${configuration.error}`);
  process.exit(1);
}
const { port, seed, today, ledgerFile, settings } = configuration.value;
const now = (): number => Date.now();

const server = makeServer(
  openBackEnd({
    world: makeWorld({ seed, today: today ?? kuwaitDay(now()) }),
    settings,
    ledgerFile: ledgerFile === null ? null : openLedgerFile(ledgerFile),
    now,
    seed: now() % 4_294_967_295,
  }),
);
server.listen(port, '127.0.0.1');
await once(server, 'listening');

const address = server.address();
if (address === null || typeof address === 'string') throw new Error('the server has no port');
console.log(JSON.stringify({ ready: 'ministry', port: address.port }));

const stop = (): void => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
