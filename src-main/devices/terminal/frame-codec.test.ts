import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxNexoBytes } from '../../../src-shared/contract/nexo.ts';
import { encodeFrame, FrameReader } from './frame-codec.ts';
import { readMessage } from './read-message.ts';

/** Cuts bytes at any places. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((one, other) => one - other);
  return places.slice(1).map((end, at) => bytes.subarray(places[at], end));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const cuts = fc.array(fc.nat(), { maxLength: 12 });

describe('frames', () => {
  it('come out whole and in order, however the line cuts them', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 6 }), cuts, (texts, places) => {
        const reader = new FrameReader();
        const read = pieces(join(texts.map(encodeFrame)), places).flatMap((piece) => reader.take(piece).messages);
        expect(read).toEqual(texts);
      }),
      { numRuns: 1_000, seed: 21 },
    );
  });

  it('any bytes, cut anywhere, never throw, and never hold more than one message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), cuts, (bytes, places) => {
        const reader = new FrameReader();
        for (const piece of pieces(bytes, places)) {
          for (const text of reader.take(piece).messages)
            expect(['answer', 'event', 'unreadable']).toContain(readMessage(text).kind);
        }
      }),
      { numRuns: 2_000, seed: 22 },
    );
  });

  it.each([0, maxNexoBytes + 1, 0xffffffff])('a length of %s ends the reading for good', (length) => {
    const reader = new FrameReader();
    const head = new Uint8Array(4);
    new DataView(head.buffer).setUint32(0, length);
    expect(reader.take(head)).toEqual({ messages: [], broken: true });
    expect(reader.take(encodeFrame('{}'))).toEqual({ messages: [], broken: true });
  });

  it('the longest message is read', () => {
    const text = 'a'.repeat(maxNexoBytes);
    expect(new FrameReader().take(encodeFrame(text)).messages).toEqual([text]);
  });

  it('a body that is no UTF-8 is a message nobody can read', () => {
    expect(new FrameReader().take(Uint8Array.of(0, 0, 0, 2, 0xc3, 0x28)).messages).toEqual([null]);
  });
});

describe('messages', () => {
  const header = {
    ...{ ProtocolVersion: '3.1', MessageClass: 'Service', MessageCategory: 'Payment', MessageType: 'Response' },
    ...{ SaleID: 'K001', POIID: 'POI1', ServiceID: '1A' },
  };
  const answer = (Response: object) =>
    JSON.stringify({
      SaleToPOIResponse: {
        MessageHeader: header,
        PaymentResponse: { Response, SaleData: { SaleTransactionID: { TransactionID: 'p', TimeStamp: '' } } },
      },
    });

  it('a refusal is read', () => {
    expect(readMessage(answer({ Result: 'Failure', ErrorCondition: 'Refusal' }))).toMatchObject({
      kind: 'answer',
      answer: { PaymentResponse: { Response: { ErrorCondition: 'Refusal' } } },
    });
  });

  it('an unfamiliar word makes the whole answer unreadable, and it is still known whose answer it is', () => {
    const message = readMessage(answer({ Result: 'Failure', ErrorCondition: 'Declined' }));
    expect(message).toEqual({ kind: 'unreadable', header });
  });

  it.each(['', 'null', '[]', '{"SaleToPOIResponse":{}}', '<SaleToPOIResponse/>', '{"a":'.repeat(5_000)])(
    'text number %# is unreadable',
    (text) => {
      expect(readMessage(text)).toEqual({ kind: 'unreadable', header: null });
    },
  );

  it('any JSON in place of a part of an answer never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('MessageHeader', 'PaymentResponse'), (value, part) => {
        const whole = JSON.parse(answer({ Result: 'Success' })) as { SaleToPOIResponse: object };
        const text = JSON.stringify({ SaleToPOIResponse: { ...whole.SaleToPOIResponse, [part]: value } });
        expect(readMessage(text).kind).toBe('unreadable');
      }),
      { numRuns: 1_000, seed: 23 },
    );
  });
});
