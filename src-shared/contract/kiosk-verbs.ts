/**
 * The names of the intents, apart from their schemas: the preload needs the names only, and schemas would
 * cost every start of a page the time to read a schema library.
 */
export const kioskVerbs = [
  'ready',
  'drawn',
  'activity',
  'begin',
  'chooseLanguage',
  'setPreferences',
  'chooseService',
  'submitNumber',
  'confirmUnified',
  'retryInquiry',
  'toggleItem',
  'selectAll',
  'clearSelection',
  'showTicket',
  'review',
  'chooseRail',
  'pay',
  'acceptChanges',
  'pressPageKey',
  'cancelPayment',
  'leavePayment',
  'tryAgain',
  'printReceipt',
  'printSlip',
  'goBack',
  'home',
  'stay',
  'finish',
  'reportFault',
] as const;
export type KioskVerb = (typeof kioskVerbs)[number];
