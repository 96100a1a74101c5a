import type { Result } from '../../src-shared/result.ts';

/** Why no usable answer came. Whether K-Net acted on the request is unknown in every case. */
export type TransportFault = 'unreachable' | 'timeout' | 'http_status' | 'too_large' | 'not_text';

/**
 * One POST of an XML body to K-Net's server interface. An implementation sends **once**: no retry, no redirect, no
 * connection that silently repeats. A repeated refund is money given back twice.
 */
export interface TranPipePort {
  /** The body of a 200 answer as text. `body` carries credentials and is never logged. */
  post(body: string): Promise<Result<string, TransportFault>>;
}
