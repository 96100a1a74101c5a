import { makeRandom } from '../../../src-simulators/world/random.ts';
import { news, SyncScene, type News, type SyncCount } from './scene.ts';

/** Time for one attempt and what follows from it, ms. */
const attemptMs = 60_000;

/** The line breaks before every piece of every file, the program dies before every step of the disk. */
export async function everywhere(count: SyncCount): Promise<void> {
  for (const what of news) {
    const { pieces, steps } = await lengthOf(what);
    for (let at = 1; at <= pieces; at += 1) {
      await count.during('interruptions', `${what}, line cut at piece ${at}`, () => cutLine(what, at, 400));
    }
    for (let at = 1; at <= steps; at += 1) {
      for (const power of [false, true]) {
        const why = power ? 'power cut' : 'killed';
        await count.during('interruptions', `${what}, ${why} at step ${at}`, () => die(what, at, power));
      }
    }
  }
}

/** The line breaks at any byte, and then again while what was left is fetched. */
export async function anywhere(count: SyncCount, seed: number): Promise<void> {
  const random = makeRandom(seed);
  const what = random.pick(news);
  const pieceBytes = random.int(1, 97);
  const at = random.int(1, 60);
  await count.during('interruptions', `seed ${seed}, ${what} in pieces of ${pieceBytes}, cut at ${at}`, () =>
    cutLine(what, at, pieceBytes, random.int(1, 40)),
  );
}

/** How many chances to be interrupted one undisturbed attempt offers. */
async function lengthOf(what: News): Promise<{ pieces: number; steps: number }> {
  const { kiosk } = await SyncScene.before(what);
  let pieces = 0;
  kiosk.gateway.carries = () => {
    pieces += 1;
    return true;
  };
  kiosk.kill();
  await kiosk.start();
  const begun = kiosk.fs.calls();
  kiosk.feed?.look();
  await kiosk.time.pass(attemptMs);
  return { pieces, steps: kiosk.fs.calls() - begun };
}

async function cutLine(what: News, at: number, pieceBytes: number, ...again: number[]): Promise<void> {
  const scene = await SyncScene.before(what);
  const { gateway, time } = scene.kiosk;
  gateway.pieceBytes = pieceBytes;
  const begun = gateway.delivered.length;
  for (const cut of [at, ...again]) {
    let left = cut;
    gateway.carries = () => (left -= 1) > 0;
    scene.kiosk.kill();
    await scene.kiosk.run(attemptMs);
    await scene.look('line cut');
  }
  gateway.carries = () => true;
  await time.pass(attemptMs * 20);
  await scene.heal('line cut');
  const fetched = gateway.delivered.slice(begun);
  const twice = fetched.find((piece, index) => fetched.indexOf(piece) !== index);
  if (twice !== undefined) throw new Error(`${twice} was fetched twice`);
}

async function die(what: News, at: number, power: boolean): Promise<void> {
  const scene = await SyncScene.before(what);
  const { kiosk } = scene;
  kiosk.kill();
  await kiosk.start();
  kiosk.fs.dieAt(at);
  kiosk.feed?.look();
  await kiosk.time.pass(attemptMs);
  kiosk.kill();
  if (power) kiosk.fs.cutPower(chances(at));
  await kiosk.start();
  await scene.look('after the death, before the line was asked');
  await scene.heal('after the death');
}

function chances(seed: number): () => number {
  const random = makeRandom(seed);
  return () => random.int(0, 999_999) / 1_000_000;
}
