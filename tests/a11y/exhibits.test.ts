import { describe, expect, it } from 'vitest';
import { pushSchema, type PaymentView, type Snapshot } from '../../src-shared/contract/kiosk-ipc.ts';
import { inquiryProblemSchema } from '../../src-shared/domain/inquiry.ts';
import { printerStatusSchema, canPrint } from '../../src-shared/domain/printer-status.ts';
import { railSchema } from '../../src-shared/domain/receipt.ts';
import { notPaidReasonSchema, unknownReasonSchema } from '../../src-shared/payment/states.ts';
import { screenNames, selectScreen } from '../../src-shared/session/screen.ts';
import { paymentClosedReasonSchema, stepSchema } from '../../src-shared/session/steps.ts';
import { fieldProblemSchema } from '../../src-shared/domain/field.ts';
import { exhibits } from '../gallery/exhibits.ts';

/*
 * What is not exhibited is never looked at by `npm run test:a11y`: every screen, every reason a screen can give and
 * every dialog has to have its exhibit. A missing one is named here: add it to tests/gallery.
 */

const snapshots = exhibits.map(({ push }) => push.snapshot);
const payments = snapshots.flatMap(({ payment }) => payment ?? []);

function shown<T>(pick: (snapshot: Snapshot) => T | null | undefined): Set<T> {
  return new Set(snapshots.flatMap((snapshot) => pick(snapshot) ?? []));
}
function paid<T>(pick: (payment: PaymentView) => T | null): Set<T> {
  return new Set(payments.flatMap((payment) => pick(payment) ?? []));
}
const missing = <T>(all: readonly T[], there: ReadonlySet<T>): T[] => all.filter((one) => !there.has(one));

describe('exhibits', () => {
  it('follow the contract, as main’s own pushes do', () => {
    const broken = exhibits.filter(({ push }) => !pushSchema.safeParse(push).success).map(({ name }) => name);
    expect(broken).toEqual([]);
  });

  it('have names of their own', () => {
    expect(new Set(exhibits.map(({ name }) => name)).size).toBe(exhibits.length);
  });

  it('show every screen', () => {
    const screens = new Set(exhibits.map(({ push }) => selectScreen(push.snapshot, push.answer ?? null)));
    expect(missing(screenNames, screens)).toEqual([]);
  });

  it('show every step of a visit', () => {
    const steps = stepSchema.options.map(({ shape }) => shape.at.value);
    expect(
      missing(
        steps,
        shown(({ step }) => step.at),
      ),
    ).toEqual([]);
  });

  it('show everything that can be wrong with a number, an inquiry and the start of a payment', () => {
    const numbers = shown(({ step }) => (step.at === 'ask' ? step.problem : null));
    const inquiries = shown(({ step }) => (step.at === 'inquiry_failed' ? step.problem : null));
    const closed = shown(({ step }) => (step.at === 'payment_closed' ? step.reason : null));
    expect(missing(fieldProblemSchema.options, numbers)).toEqual([]);
    expect(missing(inquiryProblemSchema.options, inquiries)).toEqual([]);
    expect(missing(paymentClosedReasonSchema.options, closed)).toEqual([]);
  });

  it('show every rail, and every reason a payment has for not being made or not being known', () => {
    expect(
      missing(
        railSchema.options,
        paid(({ rail }) => rail),
      ),
    ).toEqual([]);
    expect(
      missing(
        notPaidReasonSchema.options,
        paid(({ notPaidReason }) => notPaidReason),
      ),
    ).toEqual([]);
    expect(
      missing(
        unknownReasonSchema.options,
        paid(({ unknownReason }) => unknownReason),
      ),
    ).toEqual([]);
  });

  it('show a print in each state, and a printer that cannot', () => {
    const prints = shown(({ print }) => (print ? `${print.what} ${print.state}` : null));
    const states = ['receipt', 'slip'].flatMap((what) =>
      ['printing', 'printed', 'failed'].map((state) => `${what} ${state}`),
    );
    expect(missing(states, prints)).toEqual([]);
    const unable = printerStatusSchema.options.filter((status) => !canPrint(status));
    const exhibited = shown(({ kiosk }) => kiosk.printer);
    expect(unable.some((status) => exhibited.has(status))).toBe(true);
  });

  it('open every dialog', () => {
    const clicked = new Set(
      exhibits.flatMap(({ then = [] }) => then.flatMap((step) => ('click' in step ? [step.click] : []))),
    );
    expect(missing(['help', 'language', 'comfort', 'end', 'see-receipt'], clicked)).toEqual([]);
    expect(snapshots.some(({ idleSecondsLeft }) => idleSecondsLeft !== null)).toBe(true);
  });
});
