import type { PaymentView, PrintView, Snapshot } from '../../src-shared/contract/kiosk-ipc.ts';
import { fields } from '../../src-shared/domain/field.ts';
import { maskNumber } from '../../src-shared/domain/mask.ts';
import { fils, sumFils } from '../../src-shared/domain/money.ts';
import type { Rail, Receipt } from '../../src-shared/domain/receipt.ts';
import { isOutcomeOpen } from '../../src-shared/payment/states.ts';
import type { Preferences } from '../../src-shared/session/preferences.ts';
import type { SessionState } from '../../src-shared/session/state.ts';
import type { AudioRoute } from '../../src-shared/speech/spoken.ts';
import type { KioskStatus } from './ports.ts';

/** Everything a snapshot is made of. */
export interface SnapshotParts {
  readonly revision: number;
  readonly session: SessionState;
  readonly payment: PaymentView | null;
  readonly receipt: Receipt | null;
  readonly print: PrintView | null;
  readonly reprint: Snapshot['reprint'];
  readonly idleSecondsLeft: number | null;
  readonly audioRoute: AudioRoute;
  readonly rails: readonly Rail[];
  readonly serviceChargeFils: Snapshot['serviceChargeFils'];
  readonly kiosk: Snapshot['kiosk'];
}

/** What the window may know. The full number stays behind. */
export function snapshotOf(parts: SnapshotParts): Snapshot {
  const { session } = parts;
  const selectedFils = sumOfSelected(session);
  const charged = session.selected.length > 0 ? parts.serviceChargeFils : fils(0);
  return {
    revision: parts.revision,
    language: session.language,
    preferences: session.preferences,
    audioRoute: parts.audioRoute,
    step: session.step,
    maskedNumber: session.party ? maskNumber(session.party.number) : null,
    knownEntry: knownEntry(session),
    challenge: session.step.at === 'ask_code' ? session.challenge : null,
    finding: session.step.at === 'finding' && session.step.shown ? session.finding : null,
    answerId: session.answer?.id ?? null,
    selected: [...session.selected],
    selectedFils,
    serviceChargeFils: charged,
    totalFils: sumFils([selectedFils, charged]),
    payToken: session.payToken,
    rails: [...parts.rails],
    payment: parts.payment,
    receipt: parts.receipt,
    print: parts.print,
    reprint: parts.reprint,
    idleSecondsLeft: parts.idleSecondsLeft,
    kiosk: parts.kiosk,
  };
}

/** What the window draws of the kiosk itself and the world around it. */
export function kioskOf(status: KioskStatus): Snapshot['kiosk'] {
  return {
    code: status.kioskCode,
    site: status.site,
    demo: status.demo,
    online: status.online,
    ministry: status.ministry,
    paymentsOpen: status.paymentsOpen && status.online,
    maxItems: status.maxItems,
    printer: status.printer,
    fineTypes: [...status.fineTypes],
    notices: [...status.notices],
    offices: [...status.offices],
    outOfService: status.outOfService,
  };
}

/** The hosted page on this screen cannot be said: whoever is led by ear is not sent there. */
export function railsFor({ rails }: Pick<KioskStatus, 'rails'>, { speech }: Preferences): readonly Rail[] {
  return speech ? rails.filter((rail) => rail !== 'screen') : rails;
}

/** What the visit has told before, so that it can be recognised and not read: dates are no secret, numbers are. */
function knownEntry({ step, known }: SessionState): string | null {
  const value = step.at === 'ask' && step.problem === null ? known[step.field] : undefined;
  if (value === undefined || step.at !== 'ask') return null;
  return fields[step.field].entry === 'date' ? value : maskNumber(value);
}

function sumOfSelected(session: SessionState): Snapshot['selectedFils'] {
  const wanted = new Set(session.selected);
  const items = session.answer?.obligations.filter((obligation) => wanted.has(obligation.id)) ?? [];
  return sumFils(items.map((item) => item.amountFils));
}

/** How every payment of this visit ended is known, or there is none. */
export function mayFinish(payment: PaymentView | null): boolean {
  return payment === null || !isOutcomeOpen(payment.state);
}

/** Nothing was charged: the visitor may pay again. */
export function mayTryAgain(payment: PaymentView | null): boolean {
  return payment?.state === 'not_charged' || payment?.state === 'cancelled';
}
