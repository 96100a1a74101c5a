import { headMessage, type FeedHead, type SignedHead } from '../../src-shared/feed/head.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { toBase64Url } from '../../src-shared/encoding/base64.ts';
import type { Clock } from '../../src-shared/ports.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import { headPath, type FeedFolder } from './folder.ts';
import type { FeedState } from './state.ts';

/** Limit of `feedHeadSchema`. */
const mostRevoked = 1000;

export interface HeadDeps {
  readonly folder: FeedFolder;
  readonly keys: Pick<GatewayKeys, 'signAnswer'>;
  readonly clock: Clock;
  /** Codes of kiosks that are none any more. */
  readonly revoked: () => Promise<readonly string[]>;
}

/** Signs what the state says and puts it where kiosks look: last of all, when every file it names is there. */
export async function publishHead(state: FeedState, deps: HeadDeps): Promise<void> {
  const { epoch, seq, manifest, delta, dictionary, readAt } = state;
  const head: FeedHead = {
    v: 1,
    ...{ epoch, seq, manifest, delta, dictionary, readAt },
    signedAt: kuwaitIso(deps.clock.wallMs()),
    revoked: (await deps.revoked()).slice(0, mostRevoked),
  };
  const signed: SignedHead = { head, signature: toBase64Url(deps.keys.signAnswer(headMessage(head))) };
  await deps.folder.replace(headPath, new TextEncoder().encode(JSON.stringify(signed)));
}
