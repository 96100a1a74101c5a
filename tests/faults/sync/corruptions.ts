import { folder, type FakeGateway } from '../../../src-main/sync/test-support.ts';
import type { SignedHead } from '../../../src-shared/feed/head.ts';
import { makeRandom, type Random } from '../../../src-simulators/world/random.ts';
import { SyncScene, type News, type SyncCount } from './scene.ts';

const attemptMs = 60_000;

const kinds = ['head', 'manifest', 'dictionary', 'segment', 'delta'] as const;
type Kind = (typeof kinds)[number];

const damages = ['flip', 'truncate', 'lengthen', 'swap', 'replay', 'fork'] as const;
type Damage = (typeof damages)[number];

/** Where it is damaged: on its way, or on the kiosk's disk while the program runs or while it does not. */
const places = ['line', 'running', 'stopped'] as const;
type Place = (typeof places)[number];

type File = Uint8Array<ArrayBuffer>;

/** Each kind of file, damaged in each way at each place; of the choices left, the seed makes them. */
export async function corrupt(count: SyncCount, seed: number): Promise<void> {
  for (const kind of kinds) {
    for (const damage of damages) {
      for (const place of kind === 'head' ? (['line'] as const) : places) {
        const what = `seed ${seed}, ${kind}, ${damage}, ${place}`;
        await count.during('corruptions', what, () => one(kind, damage, place, makeRandom(seed)));
      }
    }
  }
}

async function one(kind: Kind, damage: Damage, place: Place, random: Random): Promise<void> {
  if (kind === 'head') await forgedHead(damage, random);
  else if (place === 'line') await damagedOnItsWay(kind, damage, random);
  else await damagedOnDisk(kind, damage, place, random);
}

/** A snapshot brings new segments, everything else comes with a delta. */
const carriedBy = (kind: Kind): News => (kind === 'segment' || kind === 'manifest' ? 'snapshot' : 'delta');

async function damagedOnItsWay(kind: Exclude<Kind, 'head'>, damage: Damage, random: Random): Promise<void> {
  const scene = await SyncScene.before(kind === 'segment' ? 'epoch' : carriedBy(kind));
  const { gateway } = scene.kiosk;
  const names = namesOf(scene, kind);
  const name = kind === 'delta' ? (gateway.signed?.head.delta ?? '') : random.pick(names);
  const whole = gateway.objects.get(name);
  if (!whole) throw new Error(`there is no ${kind} to damage`);
  const others = [...gateway.objects].filter(([other]) => other !== name).map(([, bytes]) => bytes);
  gateway.objects.set(name, damaged(whole, damage, others, random));
  const { length } = scene.kiosk.log;
  scene.kiosk.kill();
  await scene.kiosk.run(attemptMs);
  await scene.look(`${kind} damaged on its way`);
  gateway.objects.set(name, whole);
  const isTold = scene.kiosk.log.slice(length).some(({ event }) => refusals.has(event));
  const isHere = scene.kiosk.fs.names(folder).includes(name);
  if (!isTold && !isHere) throw new Error('refused without a reason in the log');
  await scene.heal(`${kind} damaged on its way`);
}

const refusals = new Set(['feed-not-fetched', 'feed-file-damaged', 'feed-head-refused', 'feed-copy-not-whole']);

async function damagedOnDisk(kind: Kind, damage: Damage, place: Place, random: Random): Promise<void> {
  const scene = await SyncScene.before('delta');
  const { kiosk } = scene;
  // Without the vault's page the files alone answer.
  kiosk.kill();
  await kiosk.start(false);
  kiosk.feed?.look();
  await kiosk.time.pass(attemptMs);
  await scene.look('before the damage');
  if (place === 'stopped') kiosk.kill();
  const here = new Set(kiosk.fs.names(folder));
  const name = random.pick(namesOf(scene, kind).filter((one) => here.has(one)));
  const others = [...here].filter((other) => other !== name).map((other) => fileOf(scene, other));
  kiosk.fs.poke(`${folder}/${name}`, damaged(fileOf(scene, name), damage, others, random));
  // Nothing comes to mend it yet.
  kiosk.gateway.down = true;
  if (place === 'stopped') await kiosk.start(false);
  await scene.look(`${kind} damaged on the disk`);
  kiosk.gateway.down = false;
  await kiosk.time.pass(attemptMs * 20);
  await scene.look(`${kind} damaged on the disk, the line is back`);
  await scene.heal(`${kind} damaged on the disk`);
}

const fileOf = ({ kiosk }: SyncScene, name: string): File => new Uint8Array(kiosk.fs.peek(`${folder}/${name}`));

/** Names of the files of one kind that the newest head leads to. */
function namesOf({ kiosk: { gateway } }: SyncScene, kind: Kind): readonly string[] {
  const head = gateway.signed?.head;
  if (!head) return [];
  if (kind === 'segment') return gateway.manifest().segments.map(({ name }) => name);
  if (kind === 'manifest') return [head.manifest];
  if (kind === 'dictionary') return [head.dictionary];
  return head.delta === null ? [] : [head.delta];
}

/** `swap`, `replay` and `fork` put another genuine file in its place: whichever, one that nobody asked for. */
function damaged(bytes: File, damage: Damage, others: readonly File[], random: Random): File {
  if (damage === 'truncate') return bytes.slice(0, random.int(0, bytes.length - 1));
  if (damage === 'lengthen') return new Uint8Array([...bytes, random.int(0, 255)]);
  if (damage === 'flip') return flipped(bytes, random);
  const other = random.pick(others);
  // Half of one and half of the other has the right length and looks like both.
  return damage === 'fork' ? new Uint8Array([...bytes.slice(0, 100), ...other.slice(100)]) : other.slice();
}

function flipped(bytes: File, random: Random): File {
  const at = random.int(0, bytes.length - 1);
  return bytes.with(at, (bytes[at] ?? 0) ^ (1 << random.int(0, 7)));
}

/** A head that is not the gateway's, or is one it signed in another past. */
async function forgedHead(damage: Damage, random: Random): Promise<void> {
  const scene = await SyncScene.before('first');
  const { kiosk } = scene;
  await kiosk.run();
  const before = signedOf(kiosk.gateway);
  scene.publish('delta');
  kiosk.feed?.look();
  await kiosk.time.pass(attemptMs);
  if ((await scene.look('before the forgery')) !== 'new') throw new Error('the delta did not come');
  const now = signedOf(kiosk.gateway);
  kiosk.gateway.signed = forged(kiosk.gateway, now, before, damage, random);
  kiosk.feed?.look();
  await kiosk.time.pass(attemptMs);
  if ((await scene.look('a forged head')) !== 'new') throw new Error('what was held is said no more');
  const isSaid = [...kiosk.logged('feed-head-refused'), ...kiosk.logged('feed-not-fetched')].length > 0;
  if (!isSaid) throw new Error('refused without a reason in the log');
  kiosk.gateway.signed = now;
  await scene.heal('a forged head');
}

function signedOf({ signed }: FakeGateway): SignedHead {
  if (signed === null) throw new Error('nothing was published');
  return structuredClone(signed);
}

function forged(gateway: FakeGateway, now: SignedHead, before: SignedHead, damage: Damage, random: Random): SignedHead {
  const { head, signature } = now;
  const at = random.int(0, signature.length - 4);
  const other = signature[at] === 'A' ? 'B' : 'A';
  switch (damage) {
    case 'flip':
      return { head, signature: signature.slice(0, at) + other + signature.slice(at + 1) };
    case 'truncate':
      return { head, signature: signature.slice(0, at) };
    case 'lengthen':
      return { head: { ...head, seq: head.seq + random.int(1, 9) }, signature };
    case 'swap':
      return { head, signature: before.signature };
    case 'replay':
      return before;
    case 'fork':
      gateway.signHead({ ...head, delta: before.head.manifest });
      return signedOf(gateway);
  }
}
