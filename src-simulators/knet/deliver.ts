import { type Answer, page, redirect } from './answer.ts';
import type { Attempt, ResultWord } from './attempt.ts';
import { carry } from './browser-route.ts';
import { readReply } from './merchant-reply.ts';
import { closingPage, voidedPage } from './pages/notice-pages.ts';
import { resultFields, resultPlaintext, sealResult } from './result-message.ts';
import { err, type Result } from '../../src-shared/result.ts';
import type { Simulator } from './simulator.ts';

/** Brings a result to the merchant in the way the settings say; the answer is what the visitor's browser gets. */
export async function deliver(simulator: Simulator, attempt: Attempt, word: ResultWord): Promise<Answer> {
  const { mode, callback, callbackDelayMs, delivery, browserRoute } = simulator.settings;
  if (mode === 'silent') return page('');
  if (callback === 'never') return page(closingPage(attempt.language));
  const trandata = sealed(simulator, attempt, word);
  if (delivery === 'browser') {
    if (callback === 'late') return page(closingPage(attempt.language));
    return carry(
      browserRoute,
      attempt.responseUrl,
      resultFields(attempt, trandata, simulator.credentials.tranportalId),
      attempt.language,
    );
  }
  const body = notificationBody(simulator, attempt, trandata);
  if (callback === 'late') {
    simulator.ports.later(callbackDelayMs, async () => {
      await notifyAndSettle(simulator, attempt.trackId, attempt.responseUrl, body);
    });
    return page(closingPage(attempt.language));
  }
  const second = callback === 'twice' ? notify(simulator, attempt.trackId, attempt.responseUrl, body) : null;
  const verdict = await notifyAndSettle(simulator, attempt.trackId, attempt.responseUrl, body);
  await second;
  return verdict.ok ? redirect(verdict.value) : page(voidedPage(attempt.language, verdict.error), 502);
}

/** The body of a server notification, as a form or as bare hexadecimal. */
export function notificationBody(simulator: Simulator, attempt: Attempt, trandata: string): string {
  if (simulator.settings.bodyShape === 'hex') return trandata;
  return new URLSearchParams(resultFields(attempt, trandata, simulator.credentials.tranportalId)).toString();
}

/**
 * Sends one notification and notes it in the ledger.
 * @returns where the merchant wants the browser, or what was wrong with the reply.
 */
export async function notify(
  simulator: Simulator,
  trackId: string,
  url: string,
  body: string,
): Promise<Result<string, string>> {
  const { ports, settings, counters, ledger } = simulator;
  counters.notificationsSent += 1;
  const startedAt = ports.now();
  const reply = await ports.post(url, body, settings.voidWindowMs);
  const verdict: Result<string, string> = reply.ok ? readReply(reply.value) : err(reply.error);
  // Read again: two notifications may be under way, and a reset may have come between.
  const current = ledger.byTrackId(trackId);
  if (current !== undefined) {
    const note = { at: startedAt, tookMs: ports.now() - startedAt, problem: verdict.ok ? null : verdict.error };
    ledger.record('notified', { ...current, notifications: [...current.notifications, note] });
  }
  return verdict;
}

/** Notifies, and takes a captured payment back when the reply is not what it must be. */
async function notifyAndSettle(
  simulator: Simulator,
  trackId: string,
  url: string,
  body: string,
): Promise<Result<string, string>> {
  simulator.transient.lastBodies.set(trackId, body);
  const verdict = await notify(simulator, trackId, url, body);
  const current = simulator.ledger.byTrackId(trackId);
  if (!verdict.ok && current?.status === 'captured') {
    simulator.ledger.record('voided', { ...current, status: 'voided', voidedBecause: verdict.error });
  }
  return verdict;
}

function sealed(simulator: Simulator, attempt: Attempt, word: ResultWord): string {
  const { hexCase, forgeAmount } = simulator.settings;
  return sealResult(simulator.credentials.key, resultPlaintext(attempt, word), { hexCase, forgeAmount });
}
