import type { z } from 'zod';
import type { IntentReply } from '../../src-shared/contract/kiosk-ipc.ts';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { RateLimit } from './rate-limit.ts';

/** One call as it arrived, before anything about it is believed. */
export interface GateCall<Sender> {
  readonly verb: string;
  readonly sender: Sender;
  readonly argument: unknown;
}

/** What one contract's gate is made of. */
export interface GateRules<Verb extends string, Sender> {
  readonly schemas: Readonly<Record<Verb, z.ZodType>>;
  /** Is this sender the window the contract belongs to: right page, main frame, right origin? */
  readonly knows: (sender: Sender) => boolean;
  readonly limit: RateLimit;
  readonly nowMs: () => number;
  /** False when the step does not know the intent. */
  readonly handle: (verb: Verb, argument: unknown, sender: Sender) => boolean;
  readonly log: Log;
}

/**
 * The one gate between a window and the main process: sender, rate, schema, then the handler.
 * A refusal is a reply, never an exception: a thrown error would carry text across.
 */
export function passGate<Verb extends string, Sender>(
  rules: GateRules<Verb, Sender>,
  call: GateCall<Sender>,
): IntentReply {
  if (!rules.knows(call.sender)) return refuse(rules, call, 'refused');
  if (!rules.limit.take(rules.nowMs())) return refuse(rules, call, 'too_fast');
  if (!isVerb(rules, call.verb)) return refuse(rules, call, 'bad_request');
  const parsed = rules.schemas[call.verb].safeParse(call.argument);
  if (!parsed.success) return refuse(rules, call, 'bad_request');
  return rules.handle(call.verb, parsed.data, call.sender) ? ok(null) : err('not_now');
}

function isVerb<Verb extends string, Sender>(rules: GateRules<Verb, Sender>, verb: string): verb is Verb {
  return Object.hasOwn(rules.schemas, verb);
}

function refuse<Verb extends string, Sender>(
  rules: GateRules<Verb, Sender>,
  call: GateCall<Sender>,
  error: Extract<IntentReply, { ok: false }>['error'],
): IntentReply {
  rules.log('intent-refused', { verb: call.verb.slice(0, 40), why: error });
  return err(error);
}
