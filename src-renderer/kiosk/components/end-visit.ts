import { ref } from 'vue';
import type { ScreenName } from '../../../src-shared/session/screen.ts';

/** Is "end your visit?" being asked? */
export const endAsked = ref(false);

/** Screens where leaving would be wrong, pointless, or is the screen's own main button. */
const notHere: ReadonlySet<ScreenName> = new Set([
  'Attract',
  'StartingPayment',
  'PayOnPhone',
  'PayOnScreen',
  'PaymentConfirming',
  'PaymentUnknown',
  'NotPaid',
  'Paid',
  'Goodbye',
  'OutOfService',
]);

/** May the visitor end the visit from this screen's header? */
export function mayEndFrom(screen: ScreenName): boolean {
  return !notHere.has(screen);
}
