import type { LineFault } from './tcp-proxy.ts';

/** A fault with the name it is reported under, and how many exchanges in a row it is for, or how long. */
export interface NamedFault {
  readonly name: string;
  readonly fault: LineFault;
  readonly times: number;
  readonly lastsMs?: number;
}

/** Longer than the longest request or answer of the payment path: cut from there they are whole. */
const requestOffsets = [0, 1, 20, 90, 250, 420, 600, 850, 1_200, 1_700] as const;
const answerOffsets = [0, 1, 9, 14, 40, 120, 250, 400, 550, 700, 900, 1_100, 1_300, 1_500] as const;
/** Long enough for a client that does not back off to show it, ms. */
const stormMs = 2_500;

/** Everything a line can do to one exchange; `impostor` is the port of a server with another key. */
export function faultKinds(impostor: number): readonly NamedFault[] {
  return [
    ...requestOffsets.map((after, at) =>
      once(`request cut after ${after} bytes`, { kind: 'cut_request', after, how: how(at) }),
    ),
    ...answerOffsets.map((after, at) =>
      once(`answer cut after ${after} bytes`, { kind: 'cut_answer', after, how: how(at) }),
    ),
    ...[0, 200].map((after) => once(`answer reset after ${after} bytes`, { kind: 'cut_answer', after, how: 'reset' })),
    once('request reset before a byte', { kind: 'cut_request', after: 0, how: 'reset' }),
    once('half open', { kind: 'half_open' }),
    once('answer swallowed', { kind: 'swallow_answer' }),
    times(3, 'three answers lost in a row', { kind: 'cut_answer', after: 0, how: 'close' }),
    storm('a line that is cut again and again', { kind: 'cut_answer', after: 0, how: 'reset' }),
    once('black hole for 300 ms', { kind: 'black_hole', ms: 300 }),
    once('black hole for 2.5 s', { kind: 'black_hole', ms: 2_500 }),
    once('late by 400 ms', { kind: 'slow', pieceBytes: 65_536, pauseMs: 400 }),
    once('single bytes', { kind: 'slow', pieceBytes: 1, pauseMs: 0 }),
    once('8 kbit/s', { kind: 'slow', pieceBytes: 100, pauseMs: 100 }),
    ...strangeAnswers(),
    once('an answer signed by another key', { kind: 'detour', port: impostor }),
    storm('a storm of answers signed by another key', { kind: 'detour', port: impostor }),
  ];
}

function strangeAnswers(): NamedFault[] {
  const busy = json(503, '{"error":"internal","message":"the gateway could not do it: send the request again"}');
  const limit = json(429, '{"error":"too_many_requests","message":"too many requests: wait a minute"}');
  const portal = http(200, 'text/html', '<!doctype html><title>Welcome</title><p>Please accept the terms.</p>');
  const elsewhere =
    'HTTP/1.1 302 Found\r\nlocation: https://portal.invalid/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';
  return [
    once('429', { kind: 'answer', bytes: limit }),
    storm('a storm of 429', { kind: 'answer', bytes: limit }),
    once('503', { kind: 'answer', bytes: busy }),
    storm('a storm of 503', { kind: 'answer', bytes: busy }),
    once('503 after it was done', { kind: 'answer_instead', bytes: busy }),
    once('captive portal', { kind: 'answer', bytes: portal }),
    storm('nothing but a captive portal', { kind: 'answer', bytes: portal }),
    once('captive portal after it was done', { kind: 'answer_instead', bytes: portal }),
    once('redirected', { kind: 'answer', bytes: elsewhere }),
    once('not HTTP', { kind: 'answer', bytes: '\x15\x03\x01\x00\x02\x02\x28garbage\r\n\r\n' }),
    once('empty JSON, unsigned', { kind: 'answer', bytes: json(200, '{}') }),
    once('half a JSON', { kind: 'answer', bytes: json(200, '{"pid":"') }),
  ];
}

function once(name: string, fault: LineFault): NamedFault {
  return times(1, name, fault);
}

function storm(name: string, fault: LineFault): NamedFault {
  return { name, fault, times: Number.POSITIVE_INFINITY, lastsMs: stormMs };
}

function times(count: number, name: string, fault: LineFault): NamedFault {
  return { name, fault, times: count };
}

/** Every third cut is a reset. */
function how(at: number): 'close' | 'reset' {
  return at % 3 === 2 ? 'reset' : 'close';
}

function json(status: number, body: string): string {
  return http(status, 'application/json', body);
}

function http(status: number, type: string, body: string): string {
  const length = Buffer.byteLength(body, 'latin1');
  return `HTTP/1.1 ${status} X\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n${body}`;
}
