import type { StaffBridge, StaffIntent } from '../../src-shared/contract/staff-ipc.ts';
import type { StaffVerb } from '../../src-shared/contract/staff-verbs.ts';

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly wafaStaff: StaffBridge;
  }
}

/** Sends an intent up. The answer is not waited for: what it changed comes down as the next snapshot. */
export function send<V extends StaffVerb>(verb: V, intent: StaffIntent<V>): void {
  void window.wafaStaff.intents[verb](intent);
}

const longest = 500;

/** One line for the log of the main process. */
export function reportFault(kind: 'csp' | 'error', text: string): void {
  send('reportFault', { kind, text: text.slice(0, longest) });
}
