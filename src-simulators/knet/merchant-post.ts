import { isLoopback } from './addresses.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';

/** The merchant's answer to a notification, bytes untouched. */
export interface MerchantReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Why there was no answer to judge. */
export type NoReply = 'late' | 'unreachable' | 'not on this machine';

/** Sends one notification and waits at most `windowMs` for the whole reply. Never follows a redirect, never tries twice. */
export type PostToMerchant = (url: string, body: string, windowMs: number) => Promise<Result<MerchantReply, NoReply>>;

/** The real network: the one place of the simulator that opens a connection, and only to this machine. */
export const postToMerchant: PostToMerchant = async (url, body, windowMs) => {
  if (!isLoopback(new URL(url))) return err('not on this machine');
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(windowMs),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return ok({ status: response.status, contentType: response.headers.get('content-type') ?? '', body: bytes });
  } catch (failure) {
    return err(failure instanceof DOMException && failure.name === 'TimeoutError' ? 'late' : 'unreachable');
  }
};
