import { type Answer, page, redirect } from './answer.ts';
import type { Attempt } from './attempt.ts';
import type { IpayCode } from './ipay-errors.ts';
import { continuePage, errorPage } from './pages/notice-pages.ts';
import { errorFields } from './result-message.ts';
import type { Simulator } from './simulator.ts';

/** Lets the visitor's browser carry fields to an address: a redirect for GET, a form with a button for POST. */
export function carry(
  how: 'get' | 'post',
  url: string,
  fields: readonly [string, string][],
  language: 'ar' | 'en',
): Answer {
  if (how === 'post') return page(continuePage(language, url, fields));
  const target = new URL(url);
  for (const [name, value] of fields) target.searchParams.append(name, value);
  return redirect(target.href);
}

/** Ends a request with an error: the browser takes clear fields to the merchant's error address. */
export function toErrorUrl(simulator: Simulator, attempt: Attempt, code: IpayCode): Answer {
  return carry(
    simulator.settings.errorRoute,
    attempt.errorUrl,
    errorFields(code, attempt.trackId, attempt),
    attempt.language,
  );
}

/** Ends a request that has no attempt behind it, with or without a safe place to send the browser to. */
export function refuse(
  simulator: Simulator,
  refusal: { code: IpayCode; errorUrl: string | null; trackId: string },
): Answer {
  if (refusal.errorUrl === null) return page(errorPage('en', refusal.code), 400);
  return carry(simulator.settings.errorRoute, refusal.errorUrl, errorFields(refusal.code, refusal.trackId, null), 'en');
}
