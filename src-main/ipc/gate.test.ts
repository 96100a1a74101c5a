import { describe, expect, it } from 'vitest';
import { kioskIntents, type KioskVerb } from '../../src-shared/contract/kiosk-ipc.ts';
import { passGate, type GateRules } from './gate.ts';
import { RateLimit } from './rate-limit.ts';

function gate(handled: unknown[] = [], nowMs = () => 0): GateRules<KioskVerb, string> {
  return {
    schemas: kioskIntents,
    knows: (sender) => sender === 'kiosk page',
    limit: new RateLimit(40, 80, 0),
    nowMs,
    handle: (verb, argument) => handled.push([verb, argument]) > 0,
    log: () => undefined,
  };
}

const circular: Record<string, unknown> = {};
circular['self'] = circular;

describe('the gate', () => {
  it('lets a well-formed intent of the kiosk page through, parsed', () => {
    const handled: unknown[] = [];
    const call = { verb: 'submitField', sender: 'kiosk page', argument: { typed: '٣٩٩' } };
    expect(passGate(gate(handled), call)).toEqual({ ok: true, value: null });
    expect(handled).toEqual([['submitField', { typed: '٣٩٩' }]]);
  });

  it('refuses a call from a sub-frame, the payment view or anyone else', () => {
    expect(passGate(gate(), { verb: 'begin', sender: 'stranger', argument: {} })).toEqual({
      ok: false,
      error: 'refused',
    });
  });

  it.each([
    ['an unknown verb', 'readFile', {}],
    ['a prototype key for a verb', 'constructor', {}],
    ['a missing argument', 'submitField', undefined],
    ['an extra field', 'begin', { path: '/etc/passwd' }],
    ['an amount nobody gave it', 'pay', { rail: 'phone', token: 'x', amountFils: 1 }],
    ['an unknown rail', 'pay', { rail: 'cash', token: 'x' }],
    ['a huge text', 'submitField', { typed: '9'.repeat(100_000) }],
    ['a circular argument', 'begin', circular],
    ['a function', 'submitField', { typed: () => '1' }],
    ['prototype keys', 'begin', JSON.parse('{"__proto__": {"x": 1}}')],
  ])('refuses %s without throwing', (_what, verb, argument) => {
    const handled: unknown[] = [];
    expect(passGate(gate(handled), { verb, sender: 'kiosk page', argument })).toEqual({
      ok: false,
      error: 'bad_request',
    });
    expect(handled).toEqual([]);
  });

  it('stops a flood and is open again a second later', () => {
    let now = 0;
    const rules = gate([], () => now);
    const touch = () => passGate(rules, { verb: 'activity', sender: 'kiosk page', argument: {} });
    const replies = Array.from({ length: 10_000 }, touch);
    expect(replies.filter((reply) => reply.ok)).toHaveLength(80);
    expect(replies.at(-1)).toEqual({ ok: false, error: 'too_fast' });
    now = 1_000;
    expect(touch().ok).toBe(true);
  });
});
