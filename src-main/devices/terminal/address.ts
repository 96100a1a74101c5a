import { err, ok, type Result } from '../../../src-shared/result.ts';

/** Where a terminal is and what it is called. */
export interface TerminalAddress {
  readonly host: string;
  readonly port: number;
  /** The terminal's own name, by which it answers. */
  readonly poiId: string;
  /** SHA-256 of the certificate (DER) it must show, hex; null on a plain line. */
  readonly certificateSha256: string | null;
}

const shape = /^(tcp|tls):\/\/([\w.-]+):(\d{1,5})\/([\w.-]{1,16})(?:#sha256=([0-9a-fA-F:]+))?$/;

/**
 * Reads `tcp://host:port/POIID` or `tls://host:port/POIID#sha256=<hex>`; the error is half a sentence that says what
 * to change.
 */
export function readTerminalAddress(text: string): Result<TerminalAddress, string> {
  const [, scheme, host, portText, poiId, pin] = shape.exec(text) ?? [];
  if (host === undefined || poiId === undefined) {
    return err('must read tcp://host:port/POIID or tls://host:port/POIID#sha256=<fingerprint>');
  }
  const port = Number(portText);
  if (port < 1 || port > 65_535) return err('must have a port between 1 and 65535');
  if (scheme === 'tcp') {
    if (pin !== undefined) return err('has a certificate, so it must begin with tls://');
    return ok({ host, port, poiId, certificateSha256: null });
  }
  const certificateSha256 = pin?.replaceAll(':', '').toLowerCase() ?? '';
  if (certificateSha256.length !== 64) {
    return err('must end in #sha256= and the 64 hex digits of the terminal’s certificate');
  }
  return ok({ host, port, poiId, certificateSha256 });
}
