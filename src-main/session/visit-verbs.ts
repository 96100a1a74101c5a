import type { KioskVerb } from '../../src-shared/contract/kiosk-verbs.ts';

/** Intents of a visit: all but the sign of staff. */
export type VisitVerb = Exclude<KioskVerb, 'askStaff'>;

/** Intents of the page itself, which nobody's hand is behind. */
export const ofThePage: readonly KioskVerb[] = ['ready', 'drawn', 'say', 'soundEnded', 'reportFault'];
