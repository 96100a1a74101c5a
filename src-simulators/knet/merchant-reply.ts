import { err, ok, type Result } from '../../src-shared/result.ts';
import { isBrowserTarget } from './addresses.ts';
import type { MerchantReply } from './merchant-post.ts';

/** What was wrong with a reply; any of them voids a captured payment. */
export type ReplyProblem =
  | 'http redirect instead of a line'
  | 'status is not 200'
  | 'byte order mark'
  | 'html'
  | 'not exactly one REDIRECT line'
  | 'redirect address is not absolute https';

const LINE = /^REDIRECT=(\S+)(?:\r?\n)?$/;

/** Judges a merchant's reply to a notification: status 200 and exactly one line of plain text, `REDIRECT=<absolute URL>`. */
export function readReply(reply: MerchantReply): Result<string, ReplyProblem> {
  if (reply.status >= 300 && reply.status < 400) return err('http redirect instead of a line');
  if (reply.status !== 200) return err('status is not 200');
  if (reply.body[0] === 0xef && reply.body[1] === 0xbb && reply.body[2] === 0xbf) return err('byte order mark');
  const text = Buffer.from(reply.body).toString('utf8');
  if (/html/i.test(reply.contentType) || text.includes('<')) return err('html');
  const address = LINE.exec(text)?.[1];
  if (address === undefined) return err('not exactly one REDIRECT line');
  return isBrowserTarget(address) ? ok(address) : err('redirect address is not absolute https');
}
