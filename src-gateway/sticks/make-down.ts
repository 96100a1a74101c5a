import { createHash } from 'node:crypto';
import {
  indexMessage,
  letterFile,
  letterPurpose,
  type CarriedAnswer,
  type DownIndex,
  type DownLetter,
  type StickReply,
} from '../../src-shared/contract/stick-bundle.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { fromBase64Url, toBase64, toBase64Url } from '../../src-shared/encoding/base64.ts';
import { seal } from '../../src-shared/encoding/sealed-box.ts';
import type { Clock } from '../../src-shared/ports.ts';
import type { Feed } from '../feed/feed.ts';
import { handedOut } from '../feed/feed-routes.ts';
import type { FeedFolder } from '../feed/folder.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import type { EnrolledKiosk } from '../kiosks/kiosk-store.ts';
import { signedDirectory } from '../staff/staff-route.ts';
import type { StaffStore } from '../staff/staff-store.ts';
import { describeFeed } from './describe-feed.ts';

export interface DownDeps {
  readonly keys: Pick<GatewayKeys, 'signAnswer' | 'feedEpoch'>;
  readonly feed: Pick<Feed, 'epochs'>;
  readonly feedFolder: FeedFolder;
  readonly staff: StaffStore;
  readonly clock: Clock;
  /** Milliseconds that never go back, also over restarts: the number of a bundle. */
  readonly serial: () => number;
}

/** The bundle for one kiosk as of now: its index, signed, its letter, sealed, and the feed's head. */
export async function makeDown(
  kiosk: EnrolledKiosk,
  answers: readonly CarriedAnswer[],
  deps: DownDeps,
): Promise<StickReply> {
  const { keys, feed, feedFolder, staff, clock } = deps;
  const described = await describeFeed(feedFolder);
  const directory = await signedDirectory({ store: staff, keys, clock });
  const peppers = kiosk.revoked || described === null ? null : handedOut(feed, keys);
  const letter = await sealed(kiosk, { v: 1, peppers, staff: directory, answers: [...answers] });
  const index: DownIndex = {
    v: 1,
    kind: 'down',
    kioskCode: kiosk.code,
    serial: deps.serial(),
    madeAt: kuwaitIso(clock.wallMs()),
    feed: described && { seq: described.head.head.seq, readAt: described.head.head.readAt },
    staff: directory.directory.version,
    answers: answers.length,
    files: [
      { name: letterFile, bytes: letter.length, sha256: createHash('sha256').update(letter).digest('hex') },
      ...(described?.files ?? []),
    ],
  };
  return {
    index: { index, signature: toBase64Url(keys.signAnswer(indexMessage(index))) },
    letter: toBase64(letter),
    head: described?.head ?? null,
  };
}

function sealed({ deviceKey }: EnrolledKiosk, letter: DownLetter): Promise<Uint8Array<ArrayBuffer>> {
  const reader = fromBase64Url(deviceKey);
  if (!reader.ok) throw new Error('a stored device key is base64url');
  const text = new TextEncoder().encode(JSON.stringify(letter));
  return seal(reader.value, text, { subtle: crypto.subtle, purpose: letterPurpose.down });
}
