import type { PaymentView } from '../../src-shared/contract/kiosk-ipc.ts';
import { fils } from '../../src-shared/domain/money.ts';

/** A payment as the window sees it, with what the test is about. */
export function paymentView(about: Partial<PaymentView>): PaymentView {
  return {
    state: 'sending',
    rail: 'phone',
    totalFils: fils(12_500),
    itemCount: 1,
    reference: 'AB12CD34',
    pageUrl: null,
    pageOpened: false,
    elapsedSeconds: 0,
    canCancel: true,
    cancelling: false,
    unknownReason: null,
    notPaidReason: null,
    cardLeft: false,
    refund: null,
    caseId: null,
    afterRestart: false,
    ...about,
  };
}
