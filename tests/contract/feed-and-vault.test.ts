/*
 * The kiosk's side of the feed and the vault's own code, over the frames of the port: snapshot, deltas and an epoch, a
 * restart of the page, and a loss of its storage.
 */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, expect, it } from 'vitest';
import { folder, FeedKiosk, ticket } from '../../src-main/sync/test-support.ts';
import { VaultClient } from '../../src-main/vault/vault-client.ts';
import { answerCall, vaultHandlers } from '../../src-renderer/vault/answer-call.ts';
import { openControlDatabase } from '../../src-renderer/vault/control-database.ts';
import { MemoryFiles } from '../../src-renderer/vault/test-support-feed.ts';
import { Vault } from '../../src-renderer/vault/vault.ts';

let kiosk: FeedKiosk;
let indexedDB: IDBFactory;
let files: MemoryFiles;
beforeEach(() => {
  kiosk = new FeedKiosk();
  for (let at = 0; at < 40; at += 1) kiosk.gateway.register.set(at, [ticket(1000 + at)]);
  indexedDB = new IDBFactory();
  files = new MemoryFiles();
});

/** Opens a page on the storage there is. */
async function openPage(): Promise<void> {
  files.release();
  const db = await openControlDatabase({ indexedDB, IDBKeyRange });
  const fetchObject = async (name: string) => {
    const bytes = await kiosk.fs.read(kiosk.feed?.objectPath(name) ?? '');
    return bytes.ok ? bytes.value : null;
  };
  const rng = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
  const vault = await Vault.open({ db, files, fetchObject, subtle: crypto.subtle, rng });
  const handlers = vaultHandlers(vault);
  let listen: (message: unknown) => void = () => undefined;
  const port = {
    post: (message: unknown) =>
      void answerCall(structuredClone(message), handlers).then((reply) => listen(structuredClone(reply))),
    onMessage: (listener: (message: unknown) => void) => void (listen = listener),
    onGone: () => undefined,
    close: () => undefined,
  };
  kiosk.otherVault = new VaultClient(port, kiosk.time);
}

/** Waits for the vault to hold the newest edition, then takes the files away: what is said now, the vault says. */
async function saidByVault(): Promise<string[]> {
  const { seq } = kiosk.gateway.signed!.head;
  kiosk.feed?.look();
  await expect.poll(() => kiosk.logged('feed-active').at(-1)?.['seq'], { timeout: 10_000 }).toBe(String(seq));
  await expect.poll(() => kiosk.feed?.resources().find(({ name }) => name === 'vault')?.state).toBe('ready');
  const kept = kiosk.fs.names(folder).map((name) => [`${folder}/${name}`, kiosk.fs.peek(`${folder}/${name}`)] as const);
  for (const [path] of kept) await kiosk.fs.remove(path);
  const said = await Promise.all([3, 5, 77, 99].map((at) => kiosk.says(at)));
  for (const [path, bytes] of kept) kiosk.fs.poke(path, bytes);
  return said;
}

it('the vault says what was published, through deltas, epochs and restarts, and again after it was wiped', async () => {
  kiosk.gateway.publish();
  await openPage();
  await kiosk.start();
  expect(await saidByVault()).toEqual(['traffic-1003:5000', 'traffic-1005:5000', 'none', 'none']);

  kiosk.gateway.register.set(5, []);
  kiosk.gateway.register.set(77, [ticket(9, 2000)]);
  kiosk.gateway.publish();
  expect(await saidByVault()).toEqual(['traffic-1003:5000', 'none', 'traffic-9:2000', 'none']);

  kiosk.kill();
  await openPage();
  await kiosk.start();
  kiosk.log.length = 0;
  expect(await saidByVault()).toEqual(['traffic-1003:5000', 'none', 'traffic-9:2000', 'none']);

  kiosk.gateway.register.set(99, [ticket(10)]);
  kiosk.gateway.publish({ epoch: true });
  kiosk.gateway.register.set(3, [ticket(1003, 7000)]);
  kiosk.gateway.publish();
  expect(await saidByVault()).toEqual(['traffic-1003:7000', 'none', 'traffic-9:2000', 'traffic-10:5000']);

  kiosk.gateway.down = true;
  indexedDB = new IDBFactory();
  await openPage();
  kiosk.log.length = 0;
  kiosk.feed?.vaultOpened();
  expect(await saidByVault()).toEqual(['traffic-1003:7000', 'none', 'traffic-9:2000', 'traffic-10:5000']);
});
