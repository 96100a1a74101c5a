import { z } from 'zod';
import { err, ok, type Result, unreachable } from '../../src-shared/result.ts';
import { type Answer, json, text } from './answer.ts';
import type { Attempt } from './attempt.ts';
import { textFromFils } from './amount.ts';
import { notificationBody, notify } from './deliver.ts';
import { expireIfDue } from './ledger.ts';
import { errorFields, resultPlaintext, sealResult } from './result-message.ts';
import { settingsChange, settingsSchema } from './settings.ts';
import { daySettlementCsv, settlementCsv } from './settlement.ts';
import { resetSimulator, type Simulator } from './simulator.ts';

/**
 * A callback out of turn. It never changes the ledger's money: the inquiry goes on telling the truth.
 * `replay` sends the last body again; `captured` claims success whatever happened; `wrong_amount` claims another amount;
 * `flipped` alters the amount in the ciphertext; `wrong_key` is enciphered with a key that is not ours;
 * `clear` claims success in clear fields only; `error` carries clear error fields.
 */
export const callbackOrder = z.strictObject({
  trackId: z.string(),
  kind: z.enum(['replay', 'captured', 'wrong_amount', 'flipped', 'wrong_key', 'clear', 'error']),
});
/** See {@link callbackOrder}. */
export type CallbackOrder = z.infer<typeof callbackOrder>;

/** The control API under `/sim/`; not part of the protocol, used by the dock and by tests. */
export async function control(simulator: Simulator, method: string, url: URL, body: string): Promise<Answer | null> {
  switch (`${method} ${url.pathname}`) {
    case 'GET /sim/state': {
      const { ledger, settings, counters, ports } = simulator;
      const attempts = ledger.all().map((one) => expireIfDue(ledger, one, ports.now(), settings.expiryMinutes));
      return json({ settings, counters, attempts });
    }
    case 'GET /sim/settlement.csv':
      return text(settlementCsv(simulator.ledger.all()), 200, 'text/csv; charset=utf-8');
    case 'GET /sim/settlement':
      return daySettlement(simulator, url.searchParams.get('day'));
    case 'POST /sim/settings': {
      const change = readJson(settingsChange, body);
      if (!change.ok) return json({ error: change.error }, 400);
      simulator.settings = settingsSchema.parse({ ...simulator.settings, ...change.value });
      return json({ settings: simulator.settings });
    }
    case 'POST /sim/callback': {
      const order = readJson(callbackOrder, body);
      return order.ok ? callbackNow(simulator, order.value) : json({ error: order.error }, 400);
    }
    case 'POST /sim/reset':
      resetSimulator(simulator);
      return json({ settings: simulator.settings });
    default:
      return null;
  }
}

function daySettlement({ ledger }: Simulator, day: string | null): Answer {
  if (day !== null && !z.iso.date().safeParse(day).success) return json({ error: 'day: must read YYYY-MM-DD' }, 400);
  return text(daySettlementCsv(ledger.all(), day), 200, 'text/csv; charset=utf-8');
}

async function callbackNow(simulator: Simulator, order: CallbackOrder): Promise<Answer> {
  const attempt = simulator.ledger.byTrackId(order.trackId);
  const body = attempt && callbackBody(simulator, attempt, order.kind);
  if (attempt === undefined || body === undefined) return json({ error: 'nothing to send for this track id' }, 404);
  const verdict = await notify(simulator, attempt.trackId, attempt.responseUrl, body);
  return json(verdict.ok ? { redirect: verdict.value } : { problem: verdict.error });
}

function callbackBody(simulator: Simulator, attempt: Attempt, kind: CallbackOrder['kind']): string | undefined {
  const { key } = simulator.credentials;
  const { hexCase } = simulator.settings;
  const claim = resultPlaintext(attempt, 'CAPTURED');
  const seal = (withKey: string, plaintext: string, forgeAmount = false): string =>
    notificationBody(simulator, attempt, sealResult(withKey, plaintext, { hexCase, forgeAmount }));
  switch (kind) {
    case 'replay':
      return simulator.transient.lastBodies.get(attempt.trackId);
    case 'captured':
      return seal(key, claim);
    case 'wrong_amount':
      return seal(key, resultPlaintext(attempt, 'CAPTURED', textFromFils(attempt.amountFils + 1000)));
    case 'flipped':
      return seal(key, claim, true);
    case 'wrong_key':
      return seal([...key].reverse().join(''), claim);
    case 'clear':
      return claim;
    case 'error':
      return new URLSearchParams(errorFields('IPAY0100048', attempt.trackId, attempt)).toString();
    default:
      return unreachable(kind);
  }
}

function readJson<T>(schema: z.ZodType<T>, body: string): Result<T, string> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return err('the body is not JSON');
  }
  const read = schema.safeParse(value);
  return read.success ? ok(read.data) : err(z.prettifyError(read.error));
}
