import { ref } from 'vue';
import type { ScreenName } from '../../src-shared/session/screen.ts';
import type { MessageKey } from '../language/message-keys.ts';

/** Is the help open? It belongs to how the window looks, so main knows nothing of it. */
export const helpOpen = ref(false);

/** Is the sheet open where visitors say how the kiosk should be? */
export const comfortOpen = ref(false);

/** Does the open help explain the keypad, the second of its two layers? */
export const helpOnKeypad = ref(false);

/** The help key: what to do here, once more how the keypad works, once more back to the screen. */
export function askForHelp(): void {
  if (!helpOpen.value) {
    helpOnKeypad.value = false;
    helpOpen.value = true;
  } else if (helpOnKeypad.value) helpOpen.value = false;
  else helpOnKeypad.value = true;
}

const byScreen: Partial<Record<ScreenName, MessageKey>> = {
  AskNumber: 'help.identify',
  AskLetters: 'help.identify',
  AskDate: 'help.identify',
  AskCode: 'help.identify',
  ConfirmUnified: 'help.identify',
  TicketList: 'help.list',
  Ticket: 'help.list',
  Review: 'help.paying',
  ChooseRail: 'help.paying',
  AmountChanged: 'help.paying',
  PaidMeanwhile: 'help.paying',
  PayOnPhone: 'help.payPage',
  PayOnScreen: 'help.payPage',
  PaymentConfirming: 'help.outcome',
  PaymentUnknown: 'help.outcome',
  NotPaid: 'help.outcome',
  Paid: 'help.outcome',
  Slip: 'help.outcome',
};

/** What to say to someone who asks for help here. */
export function helpFor(screen: ScreenName): MessageKey {
  return byScreen[screen] ?? 'help.choosing';
}
