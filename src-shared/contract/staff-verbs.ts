import type { StaffAction } from '../staff/actions.ts';

/**
 * Every intent of the staff screen and what it takes: an action of the table in staff/actions.ts, to be signed in, or
 * nothing. Apart from the schemas, because the preload needs the names only.
 */
export const staffVerbs = {
  ready: 'anybody',
  /** Somebody is at the screen. At most one a second is sent. */
  activity: 'anybody',
  chooseLanguage: 'anybody',
  signIn: 'anybody',
  showBadge: 'anybody',
  /** Only while the kiosk is nobody: there is no list of staff yet, and the one-time code is the right to use it. */
  enrol: 'anybody',
  compareWords: 'anybody',
  /** Back to the visitors; signs out. */
  leave: 'anybody',
  reportFault: 'anybody',
  goTo: 'signedIn',
  printPage: 'printPage',
  lookAgain: 'seeStatus',
  vouchForClock: 'setClockDoubtAside',
  findPayments: 'findPayments',
  openPayment: 'seePayment',
  reprintPayment: 'reprint',
  askPayment: 'askOutcome',
  handOverPayment: 'handOver',
  closePayment: 'closeCase',
  closeDay: 'closeDay',
  printDay: 'seeDay',
  retryOwed: 'retryOutbox',
  retryAllOwed: 'retryOutbox',
  lookForSticks: 'carry',
  exportData: 'exportData',
  /** What waits for the gateway, to a stick. */
  offerRequests: 'exportData',
  bringIn: 'importData',
  /** A program from a stick in the place of the one that runs. */
  putInProgram: 'importData',
  searchLog: 'seeLog',
  takeOutOfService: 'takeOutOfService',
  bringBack: 'bringBack',
  changePaper: 'changePaper',
  testPrint: 'testDevices',
  testSound: 'testDevices',
  noteTouchTest: 'testDevices',
  calibrateTouch: 'calibrateTouch',
  adjustVolume: 'adjust',
  adjustBrightness: 'adjust',
  restart: 'restart',
  shutDown: 'shutDown',
} as const satisfies Record<string, StaffAction | 'signedIn' | 'anybody'>;
export type StaffVerb = keyof typeof staffVerbs;
