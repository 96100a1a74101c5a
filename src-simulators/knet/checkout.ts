import { type Answer, page, redirect } from './answer.ts';
import { type Attempt, isOpen, type ResultWord, STATUS_OF_WORD } from './attempt.ts';
import { refuse, toErrorUrl } from './browser-route.ts';
import { readCardForm } from './card-form.ts';
import { deliver } from './deliver.ts';
import { expireIfDue } from './ledger.ts';
import { cardPage } from './pages/card-page.ts';
import { codePage } from './pages/code-page.ts';
import { errorPage } from './pages/notice-pages.ts';
import { postDate } from './result-message.ts';
import { checkPurchase } from './rules.ts';
import type { Settings } from './settings.ts';
import type { PendingCode, Simulator } from './simulator.ts';

const MOST_WRONG_CODES = 3;

/** `GET /kpg/PaymentHTTP.htm?param=paymentInit`: checks the request and opens the page session. */
export async function paymentInit(simulator: Simulator, query: URLSearchParams): Promise<Answer> {
  const checked = checkPurchase(
    {
      trandata: query.get('trandata'),
      tranportalId: query.get('tranportalId'),
      responseURL: query.get('responseURL'),
      errorURL: query.get('errorURL'),
    },
    simulator.credentials,
  );
  if (!checked.ok) {
    simulator.counters.refused += 1;
    return refuse(simulator, checked.error);
  }
  const { udf, ...purchase } = checked.value;
  if (simulator.ledger.byTrackId(purchase.trackId) !== undefined) {
    simulator.counters.refused += 1;
    return refuse(simulator, { code: 'IPAY0100114', errorUrl: purchase.errorUrl, trackId: purchase.trackId });
  }
  simulator.counters.opened += 1;
  const attempt = simulator.ledger.record('opened', {
    ...purchase,
    udf: [...udf],
    paymentId: simulator.ports.digits(18),
    status: 'page',
    openedAt: simulator.ports.now(),
    outcome: null,
    notifications: [],
    voidedBecause: null,
    refund: null,
  });
  if (simulator.settings.callback === 'early')
    return finish(simulator, attempt, bankDecision(simulator.settings, simulator.settings.testExpiry));
  return redirect(`/kpg/paymentpage.htm?PaymentID=${attempt.paymentId}`);
}

/** `GET /kpg/paymentpage.htm?PaymentID=…`: the page the attempt stands at. */
export function paymentPage(simulator: Simulator, paymentId: string | null): Answer {
  const attempt = openAttempt(simulator, paymentId);
  if ('kind' in attempt) return attempt;
  const pending = simulator.transient.codes.get(attempt.paymentId);
  return page(
    pending === undefined
      ? cardPage(attempt, simulator.settings.testExpiry, [])
      : codePage(attempt, pending.code, false),
  );
}

/** `POST /kpg/paymentrouter.htm`: card form, code form or cancel. */
export async function paymentRouter(simulator: Simulator, form: URLSearchParams): Promise<Answer> {
  const attempt = openAttempt(simulator, form.get('PaymentID'));
  if ('kind' in attempt) return attempt;
  if (form.get('action') === 'cancel') return cancel(simulator, attempt);
  const pending = simulator.transient.codes.get(attempt.paymentId);
  return pending === undefined ? submitCard(simulator, attempt, form) : submitCode(simulator, attempt, pending, form);
}

/** The attempt if the visitor can still act on it, else the answer that says why not. */
function openAttempt(simulator: Simulator, paymentId: string | null): Attempt | Answer {
  const found = simulator.ledger.byPaymentId(paymentId ?? '');
  if (found === undefined) return page(errorPage('en', 'IPAY0100055'), 400);
  const attempt = expireIfDue(simulator.ledger, found, simulator.ports.now(), simulator.settings.expiryMinutes);
  if (isOpen(attempt)) return attempt;
  return toErrorUrl(simulator, attempt, attempt.status === 'expired' ? 'IPAY0100042' : 'IPAY0100055');
}

async function submitCard(simulator: Simulator, attempt: Attempt, form: URLSearchParams): Promise<Answer> {
  const card = readCardForm(form);
  if (!card.ok) return page(cardPage(attempt, simulator.settings.testExpiry, card.error), 422);
  const { expiry } = card.value;
  if (simulator.settings.skipOtp) return finish(simulator, attempt, bankDecision(simulator.settings, expiry));
  simulator.transient.codes.set(attempt.paymentId, { code: simulator.ports.digits(6), expiry, wrong: 0 });
  simulator.ledger.record('card_entered', { ...attempt, status: 'code' });
  return redirect(`/kpg/paymentpage.htm?PaymentID=${attempt.paymentId}`, 303);
}

async function submitCode(
  simulator: Simulator,
  attempt: Attempt,
  pending: PendingCode,
  form: URLSearchParams,
): Promise<Answer> {
  if (form.get('otp')?.trim() === pending.code) {
    return finish(simulator, attempt, bankDecision(simulator.settings, pending.expiry));
  }
  pending.wrong += 1;
  if (pending.wrong < MOST_WRONG_CODES) return page(codePage(attempt, pending.code, true), 422);
  return toErrorUrl(simulator, recordResult(simulator, attempt, 'NOT CAPTURED'), 'IPAY0100049');
}

async function cancel(simulator: Simulator, attempt: Attempt): Promise<Answer> {
  if (simulator.settings.cancelRoute === 'notification') return finish(simulator, attempt, 'CANCELED');
  return toErrorUrl(simulator, recordResult(simulator, attempt, 'CANCELED'), 'IPAY0100048');
}

async function finish(simulator: Simulator, attempt: Attempt, word: ResultWord): Promise<Answer> {
  return deliver(simulator, recordResult(simulator, attempt, word), word);
}

/** The result is in the ledger before anything is sent: from here on a second press of the button finds the attempt closed. */
function recordResult(simulator: Simulator, attempt: Attempt, word: ResultWord): Attempt {
  const { ports, settings, ledger } = simulator;
  const at = ports.now();
  const asked = word !== 'CANCELED';
  return ledger.record('result', {
    ...attempt,
    status: STATUS_OF_WORD[word],
    outcome: {
      word,
      at,
      tranId: asked ? ports.digits(15) : '',
      ref: asked ? ports.digits(12) : '',
      auth: asked ? ports.digits(6) : '',
      postDate: asked ? postDate(at) : '',
      responseCode: responseCode(word, settings.declineCode),
    },
  });
}

function responseCode(word: ResultWord, declineCode: string): string {
  if (word === 'CAPTURED') return '00';
  return word === 'NOT CAPTURED' ? declineCode : '';
}

function bankDecision(settings: Settings, expiry: string): ResultWord {
  switch (settings.outcome) {
    case 'captured':
      return 'CAPTURED';
    case 'not_captured':
      return 'NOT CAPTURED';
    case 'host_timeout':
      return 'HOST TIMEOUT';
    case 'denied_by_risk':
      return 'DENIED BY RISK';
    case 'by_card':
      return expiry === settings.testExpiry ? 'CAPTURED' : 'NOT CAPTURED';
  }
}
