import { computed } from 'vue';
import type { PaymentView } from '../../../src-shared/contract/kiosk-ipc.ts';
import { useSnapshot } from '../store.ts';

/** The payment of this visit, for the screens that are only drawn while there is one. */
export function usePayment() {
  const snapshot = useSnapshot();
  return computed((): PaymentView => {
    if (snapshot.value.payment === null) throw new Error('a payment screen was drawn without a payment');
    return snapshot.value.payment;
  });
}
