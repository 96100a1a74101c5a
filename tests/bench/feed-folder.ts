import { createHash } from 'node:crypto';
import type { Office } from '../../src-shared/domain/obligation.ts';
import type { FeedPeppers } from '../../src-shared/feed/feed-keys.ts';
import type { Clock } from '../../src-shared/ports.ts';
import { ok } from '../../src-shared/result.ts';
import { systemClock, systemRng } from '../../src-gateway/edge/system.ts';
import { buildFeed, type Built } from '../../src-gateway/feed/build.ts';
import { diskFolder } from '../../src-gateway/feed/edge/disk-folder.ts';
import { peppersOf } from '../../src-gateway/feed/epochs.ts';
import { publishHead } from '../../src-gateway/feed/publish-head.ts';
import { memoryStretchCache } from '../../src-gateway/feed/stretch.ts';
import { sweep } from '../../src-gateway/feed/sweep.ts';
import { loadOrCreateGatewayKeys, type GatewayKeys } from '../../src-gateway/keys/gateway-keys.ts';
import { offices } from '../../src-simulators/world/places.ts';
import { syntheticParties, type SyntheticRegister } from './synthetic-register.ts';

/** A gateway's keys that are the same in every run; `answerPublicKey` verifies the head. */
export async function benchKeys(): Promise<GatewayKeys> {
  let kept: string | null = null;
  let drawn = 0;
  const rng = {
    bytes: () =>
      createHash('sha256')
        .update(`bench ${(drawn += 1)}`)
        .digest(),
  };
  const file = { read: async () => ok(kept), createOnce: async (text: string) => void (kept = text) };
  const keys = await loadOrCreateGatewayKeys(file, rng);
  if (!keys.ok) throw new Error(keys.error.problem);
  return keys.value;
}

/** An epoch's peppers with a plain hash in the place of scrypt, which would take hours for a whole register. */
export function benchPeppers(keys: GatewayKeys, epoch: number): FeedPeppers {
  return { ...peppersOf(keys, epoch), stretch: async (name) => createHash('sha256').update(name).digest() };
}

export const benchEpoch = 20_769;

/**
 * Writes the feed of a synthetic register into a folder, as a gateway would: `public/head.json` and `public/objects`.
 * A second call with the register of another day adds the delta between the two.
 */
export async function buildFeedFolder(
  folderPath: string,
  register: SyntheticRegister,
  options: {
    readonly recordsInBucket?: number;
    readonly offices?: readonly Office[];
    readonly epoch?: number;
    readonly clock?: Clock;
  } = {},
): Promise<Built> {
  const keys = await benchKeys();
  const folder = diskFolder(folderPath);
  const clock = options.clock ?? systemClock;
  const subject = {
    epoch: options.epoch ?? benchEpoch,
    systems: ['traffic'] as const,
    offices: options.offices ?? offices,
  };
  const built = await buildFeed(syntheticParties(register), subject, {
    folder,
    peppers: (epoch) => benchPeppers(keys, epoch),
    noteMac: keys.feedNoteMac,
    stretched: { ...memoryStretchCache(), keep: async () => undefined },
    clock,
    rng: systemRng,
    ...(options.recordsInBucket !== undefined && { recordsInBucket: options.recordsInBucket }),
  });
  await publishHead(built.state, { folder, keys, clock, revoked: async () => [] });
  await sweep(folder, built.state);
  return built;
}
