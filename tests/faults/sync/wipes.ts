import { news, SyncScene, type News, type SyncCount } from './scene.ts';

const attemptMs = 60_000;

/** The vault's storage is emptied before each question to it, with its page or under it, and while nothing runs. */
export async function wipes(count: SyncCount): Promise<void> {
  for (const what of news) {
    const calls = await callsOf(what);
    for (let at = 1; at <= calls; at += 1) {
      for (const how of ['under the page', 'with the page'] as const) {
        await count.during('wipes', `${what}, wiped ${how} at call ${at}`, () => wipeAt(what, at, how));
      }
    }
    await count.during('wipes', `${what}, wiped while stopped`, () => wipeStopped(what));
  }
}

/** Questions to the vault in one undisturbed attempt. */
async function callsOf(what: News): Promise<number> {
  const { kiosk } = await SyncScene.before(what);
  kiosk.kill();
  const begun = kiosk.vault.calls.length;
  await kiosk.run(attemptMs);
  return kiosk.vault.calls.length - begun;
}

async function wipeAt(what: News, at: number, how: 'under the page' | 'with the page'): Promise<void> {
  const scene = await SyncScene.before(what);
  const { kiosk } = scene;
  const { vault } = kiosk;
  let left = at;
  vault.before = () => {
    left -= 1;
    if (left !== 0) return null;
    vault.wipe();
    if (how === 'with the page') setImmediate(() => kiosk.feed?.vaultOpened());
    return null;
  };
  kiosk.kill();
  await kiosk.run(attemptMs);
  vault.before = () => null;
  if ((await scene.look('after the wipe')) !== 'new') throw new Error('the files answer no more');
  await rebuilt(scene);
}

async function wipeStopped(what: News): Promise<void> {
  const scene = await SyncScene.before(what);
  const { kiosk } = scene;
  kiosk.kill();
  await kiosk.run(attemptMs);
  kiosk.kill();
  kiosk.vault.wipe();
  await kiosk.start(false);
  if ((await scene.look('started without its storage')) !== 'new') throw new Error('the files answer no more');
  kiosk.kill();
  await kiosk.start();
  await kiosk.time.pass(attemptMs);
  await rebuilt(scene);
}

async function rebuilt(scene: SyncScene): Promise<void> {
  const { kiosk } = scene;
  kiosk.feed?.vaultOpened();
  await kiosk.time.pass(attemptMs * 20);
  if (kiosk.vault.active === null) throw new Error('the vault was not rebuilt from the files');
  await scene.heal('rebuilt');
}
