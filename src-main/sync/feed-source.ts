import type { FeedPeppersReply } from '../../src-shared/contract/gateway-http.ts';
import type { ObjectName } from '../../src-shared/feed/head.ts';
import type { Result } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';

/**
 * Why a file did not come. `not_there`: the source has no such file. `range_refused`: what was kept of it is longer
 * than it. `stopped`: whoever took the pieces wanted no more.
 */
export type SourceFailure = 'network_down' | 'not_there' | 'bad_answer' | 'range_refused' | 'stopped';

/** Takes the bytes from position `at` on; false ends the transfer. */
export type TakePiece = (at: number, piece: Uint8Array) => Promise<boolean>;

/** Where files of the feed come from: a gateway, a mirror, a stick. Nothing it says is believed unchecked. */
export interface ObjectSource {
  /** Hands over the bytes of a file from `from` on, or from its start; resolves after the last of them. */
  object(name: ObjectName, from: number, take: TakePiece): Promise<Result<void, SourceFailure>>;
}

export interface FeedSource extends ObjectSource {
  /** The head as it came, not checked; the failure `problem` with `not_found` when there is none yet. */
  head(): Promise<Result<unknown, GatewayFailure>>;
  /** Signed both ways, unlike the rest: only this kiosk gets them. */
  peppers(): Promise<Result<FeedPeppersReply, GatewayFailure>>;
}
