import { computed } from 'vue';
import { isPayable, type Obligation, type Office } from '../../../src-shared/domain/obligation.ts';
import { serviceById } from '../../../src-shared/services/catalogue.ts';
import { useKioskStore, useSnapshot } from '../store.ts';
import { inReadingOrder } from './ticket-order.ts';

/** What the ticket screens read from the answer; all of it is display, main decides again on every intent. */
export function useAnswer() {
  const store = useKioskStore();
  const snapshot = useSnapshot();

  const tickets = computed(() => inReadingOrder(store.answer?.obligations ?? []));
  const payable = computed(() => tickets.value.filter((obligation) => isPayable(obligation)));
  const chosen = computed(() => tickets.value.filter((obligation) => store.selected.has(obligation.id)));
  const service = computed(() => {
    const { step } = snapshot.value;
    const started = 'serviceId' in step ? serviceById(step.serviceId) : undefined;
    return started?.answers === 'obligations' ? started : null;
  });
  /** A service that only looks up, and the one that pays what it found. */
  const paidBy = computed(() => (service.value?.pays === false ? (service.value.paidBy ?? null) : null));
  /** A copy can be read, not paid; and nothing can be paid while payments are closed. */
  const canPay = computed(
    () => service.value?.pays === true && store.answer?.source.from === 'live' && snapshot.value.kiosk.paymentsOpen,
  );

  function officeOf(obligation: Obligation): Office | undefined {
    return store.answer?.offices.find((office) => office.code === obligation.officeCode);
  }

  return { tickets, payable, chosen, canPay, paidBy, service, officeOf };
}
