import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { openDatabase } from './database.ts';

let server: Server | null = null;
const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);
afterEach(() => {
  process.off('uncaughtException', note);
  server?.close();
});

/** A PostgreSQL that lets everybody in and dies at the first question. */
async function dyingServer(): Promise<number> {
  const letIn = Buffer.from([...Buffer.from('R'), 0, 0, 0, 8, 0, 0, 0, 0, ...Buffer.from('Z'), 0, 0, 0, 5, 0x49]);
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(letIn);
      socket.once('data', () => socket.destroy());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

it('PostgreSQL that dies under a connection in use fails the question and not the gateway', async () => {
  process.on('uncaughtException', note);
  const port = await dyingServer();
  await expect(openDatabase(`postgres://wafa@127.0.0.1:${port}/wafa`)).rejects.toThrow();
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).toEqual([]);
});
