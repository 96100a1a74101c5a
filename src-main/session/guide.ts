import type { PaymentView, PrintView } from '../../src-shared/contract/kiosk-ipc.ts';
import type { LightPlace } from '../devices/access-board/lines.ts';

/** Where the visitor should look and reach now, beside the screen (A40). */
export interface Guide {
  readonly lights: Readonly<Record<LightPlace, boolean>>;
  /** Names what happens; another name is another moment, which a sound tells of. Null: nothing happens. */
  readonly moment: string | null;
}

/** What paper and card are doing, as lights and moments. The screen's picture and words say the same. */
export function guideOf(print: PrintView | null, payment: PaymentView | null): Guide {
  const wantsCard = payment?.rail === 'terminal' && payment.state === 'sending';
  const cardLeft = payment?.cardLeft ?? false;
  const paper = print?.state === 'printing' || print?.state === 'printed';
  return {
    lights: { receipt: paper, card: wantsCard || cardLeft },
    moment: cardLeft
      ? 'card left'
      : print?.state === 'printed'
        ? `${print.what} out`
        : wantsCard
          ? 'card wanted'
          : null,
  };
}
