import type { Obligation, ObligationStatus } from '../../../src-shared/domain/obligation.ts';
import type { MessageKey } from '../../language/message-keys.ts';
import type { IconName } from '../../ui/icon/icons.ts';

/** How a ticket's state looks: never by colour alone. */
export interface TicketLook {
  readonly tone: 'good' | 'bad' | 'calm' | 'attention';
  readonly icon: IconName;
  readonly word: MessageKey;
}

const looks: Readonly<Record<ObligationStatus, Omit<TicketLook, 'word'>>> = {
  payable: { tone: 'good', icon: 'done' },
  visit_office: { tone: 'bad', icon: 'stopped' },
  referred_to_court: { tone: 'bad', icon: 'court' },
  suspended: { tone: 'attention', icon: 'clock' },
  payment_pending_posting: { tone: 'attention', icon: 'clock' },
  paid: { tone: 'good', icon: 'done' },
  cancelled: { tone: 'calm', icon: 'minus' },
};

/** Badge of a ticket's state. */
export function ticketLook(obligation: Obligation): TicketLook {
  return { ...looks[obligation.status], word: `status.${obligation.status}` };
}

/** The sentence that says why a ticket cannot be paid here, if there is one. */
export function reasonKey(obligation: Obligation): MessageKey | null {
  if (obligation.status === 'payable') return null;
  return obligation.notPayableReason ? `reason.${obligation.notPayableReason}` : null;
}
