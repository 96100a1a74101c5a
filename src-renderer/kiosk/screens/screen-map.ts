import type { Component } from 'vue';
import type { ScreenName } from '../../../src-shared/session/screen.ts';
import AmountChangedScreen from './AmountChangedScreen.vue';
import AskChoiceScreen from './AskChoiceScreen.vue';
import AskCodeScreen from './AskCodeScreen.vue';
import AskDateScreen from './AskDateScreen.vue';
import AskLettersScreen from './AskLettersScreen.vue';
import AskNumberScreen from './AskNumberScreen.vue';
import AttractScreen from './AttractScreen.vue';
import ChooseRailScreen from './ChooseRailScreen.vue';
import ConfirmUnifiedScreen from './ConfirmUnifiedScreen.vue';
import DepartmentScreen from './DepartmentScreen.vue';
import FoundNumberScreen from './FoundNumberScreen.vue';
import FoundStatusScreen from './FoundStatusScreen.vue';
import FoundStepsScreen from './FoundStepsScreen.vue';
import GoodbyeScreen from './GoodbyeScreen.vue';
import HomeScreen from './HomeScreen.vue';
import InformationScreen from './InformationScreen.vue';
import InquiringScreen from './InquiringScreen.vue';
import LanguageScreen from './LanguageScreen.vue';
import MinistryDownScreen from './MinistryDownScreen.vue';
import NetworkDownScreen from './NetworkDownScreen.vue';
import NotFoundScreen from './NotFoundScreen.vue';
import NotPaidScreen from './NotPaidScreen.vue';
import NothingDueScreen from './NothingDueScreen.vue';
import OutOfServiceScreen from './OutOfServiceScreen.vue';
import PaidMeanwhileScreen from './PaidMeanwhileScreen.vue';
import PaidScreen from './PaidScreen.vue';
import PayOnPhoneScreen from './PayOnPhoneScreen.vue';
import PayOnScreenScreen from './PayOnScreenScreen.vue';
import PayOnTerminalScreen from './PayOnTerminalScreen.vue';
import PaymentClosedScreen from './PaymentClosedScreen.vue';
import PaymentConfirmingScreen from './PaymentConfirmingScreen.vue';
import PaymentReturnedScreen from './PaymentReturnedScreen.vue';
import PaymentUnknownScreen from './PaymentUnknownScreen.vue';
import ReprintScreen from './ReprintScreen.vue';
import ReviewScreen from './ReviewScreen.vue';
import SlipScreen from './SlipScreen.vue';
import StartingPaymentScreen from './StartingPaymentScreen.vue';
import TicketListScreen from './TicketListScreen.vue';
import TicketScreen from './TicketScreen.vue';
import TooManyCodesScreen from './TooManyCodesScreen.vue';
import TooManyNumbersScreen from './TooManyNumbersScreen.vue';

/** Which component draws which screen. Loaded at once: no screen may have to wait for a file. */
export const screenComponents: Readonly<Record<ScreenName, Component>> = {
  Attract: AttractScreen,
  Language: LanguageScreen,
  Home: HomeScreen,
  Information: InformationScreen,
  Department: DepartmentScreen,
  AskNumber: AskNumberScreen,
  AskLetters: AskLettersScreen,
  AskDate: AskDateScreen,
  AskChoice: AskChoiceScreen,
  AskCode: AskCodeScreen,
  TooManyCodes: TooManyCodesScreen,
  FoundNumber: FoundNumberScreen,
  FoundStatus: FoundStatusScreen,
  FoundSteps: FoundStepsScreen,
  ConfirmUnified: ConfirmUnifiedScreen,
  Inquiring: InquiringScreen,
  NotFound: NotFoundScreen,
  MinistryDown: MinistryDownScreen,
  NetworkDown: NetworkDownScreen,
  TooManyNumbers: TooManyNumbersScreen,
  NothingDue: NothingDueScreen,
  TicketList: TicketListScreen,
  Ticket: TicketScreen,
  Review: ReviewScreen,
  ChooseRail: ChooseRailScreen,
  StartingPayment: StartingPaymentScreen,
  AmountChanged: AmountChangedScreen,
  PaidMeanwhile: PaidMeanwhileScreen,
  PaymentClosed: PaymentClosedScreen,
  PayOnPhone: PayOnPhoneScreen,
  PayOnScreen: PayOnScreenScreen,
  PayOnTerminal: PayOnTerminalScreen,
  PaymentConfirming: PaymentConfirmingScreen,
  PaymentUnknown: PaymentUnknownScreen,
  PaymentReturned: PaymentReturnedScreen,
  NotPaid: NotPaidScreen,
  Paid: PaidScreen,
  Slip: SlipScreen,
  Reprint: ReprintScreen,
  Goodbye: GoodbyeScreen,
  OutOfService: OutOfServiceScreen,
};
