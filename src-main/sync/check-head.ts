import { headMessage, signedHeadSchema, type FeedHead, type SignedHead } from '../../src-shared/feed/head.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { isSignedBy } from '../identity/is-signed-by.ts';

/** `unreadable`: not of the agreed shape. `forged`: the signature is not the gateway's. */
export type HeadProblem = 'unreadable' | 'forged';

/** A head that is the gateway's own. @param answerKey the gateway's raw Ed25519 public key, base64url */
export function checkHead(content: unknown, answerKey: string): Result<SignedHead, HeadProblem> {
  const signed = signedHeadSchema.safeParse(content);
  if (!signed.success) return err('unreadable');
  const { head, signature } = signed.data;
  return isSignedBy(answerKey, headMessage(head), signature) ? ok(signed.data) : err('forged');
}

/** The least that is known of what this kiosk has trusted. */
export type FeedPlace = Pick<FeedHead, 'epoch' | 'seq'>;

/** `older`: below what is trusted. `forked`: as high as it, but another one. */
export type HeadRefusal = 'older' | 'forked';

/**
 * Whether a genuine head may be trusted after what is trusted already. Order comes from the numbers alone: a gateway
 * whose clock was wrong may put it right. At the same number there may be a later signature or reading of the same
 * content, and a snapshot made of it; another last delta is another past.
 */
export function judgeHead(head: FeedHead, trusted: FeedHead | null, floor: FeedPlace): 'newer' | 'same' | HeadRefusal {
  const least = trusted ?? floor;
  if (head.seq < least.seq || head.epoch < least.epoch) return 'older';
  if (trusted === null || head.seq > trusted.seq) return 'newer';
  if (head.epoch !== trusted.epoch || head.delta !== trusted.delta) return 'forked';
  if (sameFiles(head, trusted)) return compare(head.signedAt, trusted.signedAt) < 0 ? 'older' : 'same';
  const reading = compare(head.readAt, trusted.readAt);
  if (reading === 0) return 'forked';
  return reading < 0 ? 'older' : 'newer';
}

/** Do both heads name the same files? */
export function sameFiles(one: FeedHead, other: FeedHead): boolean {
  return (['manifest', 'delta', 'dictionary'] as const).every((key) => one[key] === other[key]);
}

function compare(one: string, other: string): number {
  return Date.parse(one) - Date.parse(other);
}
