import type { KioskBridge, KioskIntent, KioskVerb } from '../../src-shared/contract/kiosk-ipc.ts';

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly wafa: KioskBridge;
  }
}

/** Sends an intent up. The answer is not waited for: what it changed comes down as the next snapshot. */
export function send<V extends KioskVerb>(verb: V, intent: KioskIntent<V>): void {
  void window.wafa.intents[verb](intent);
}
