import { send } from './bridge.ts';

const longest = 500;

/** Tells main about what went wrong in the page: errors nobody caught and breaches of the content policy. */
export function reportFaults(target: Window): void {
  target.addEventListener('error', (event) => reportFault('error', event.message));
  target.addEventListener('unhandledrejection', (event) => reportFault('error', String(event.reason)));
  target.document.addEventListener('securitypolicyviolation', (event) =>
    reportFault('csp', `${event.effectiveDirective} ${event.blockedURI}`),
  );
}

/** One line for the log of the main process. */
export function reportFault(kind: 'csp' | 'error', text: string): void {
  send('reportFault', { kind, text: text.slice(0, longest) });
}
