import { expect, it } from 'vitest';
import { readTerminalAddress } from './address.ts';

const pin = 'ab'.repeat(32);

it('a plain address names host, port and terminal', () => {
  expect(readTerminalAddress('tcp://10.0.0.7:9000/POI00001')).toEqual({
    ok: true,
    value: { host: '10.0.0.7', port: 9000, poiId: 'POI00001', certificateSha256: null },
  });
});

it('a TLS address names the certificate, with or without colons', () => {
  const withColons = (pin.match(/../g) ?? []).join(':').toUpperCase();
  for (const text of [pin, withColons]) {
    expect(readTerminalAddress(`tls://terminal:9443/P1#sha256=${text}`)).toMatchObject({
      ok: true,
      value: { certificateSha256: pin },
    });
  }
});

it.each([
  ['', 'must read'],
  ['tcp://10.0.0.7:9000', 'must read'],
  ['tcp://10.0.0.7:9000/A-NAME-TOO-LONG-BY-FAR', 'must read'],
  ['http://10.0.0.7:9000/P1', 'must read'],
  ['tcp://10.0.0.7:70000/P1', 'port'],
  [`tcp://10.0.0.7:9000/P1#sha256=${pin}`, 'tls://'],
  ['tls://10.0.0.7:9000/P1', '#sha256='],
  ['tls://10.0.0.7:9000/P1#sha256=abcd', '64 hex digits'],
])('%j is refused with what to change', (text, words) => {
  const read = readTerminalAddress(text);
  expect(read).toEqual({ ok: false, error: expect.stringContaining(words) });
});
