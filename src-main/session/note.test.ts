import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src-shared/domain/finding.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { noteSlipSchema } from '../../src-shared/domain/receipt.ts';
import { initialSession, type SessionState } from '../../src-shared/session/state.ts';
import { noteOf } from './note.ts';
import type { KioskStatus } from './ports.ts';

const status = {
  kioskCode: 'K001',
  site: { ar: 'مركز', en: 'Centre' },
  demo: true,
} as KioskStatus;
const about = { asOf: '2026-11-22T09:26:00+03:00', offices: [] };

function visit(serviceId: string, finding: Finding, shown = true): SessionState {
  return {
    ...initialSession,
    step: { at: 'finding', serviceId, shown },
    fields: { referenceNumber: '784512309' },
    finding,
  };
}

const fit: Finding = {
  kind: 'status',
  status: 'fit',
  reasons: ['never_heard_of'],
  facts: [{ code: 'fee', value: { is: 'money', amountFils: fils(2_000) } }],
  ...about,
};

describe('an answer on paper', () => {
  it('says in the words of the screen what was found, about whom, and of when', () => {
    const note = noteSlipSchema.parse(noteOf(visit('medicalResult', fit), status, 0));
    expect(note).toMatchObject({
      titleKey: 'service.medicalResult.title',
      asOf: about.asOf,
      answer: { value: { is: 'words', key: 'service.medicalResult.status.fit' } },
      lines: [
        { labelKey: 'found.reasons', value: { is: 'words', key: 'service.medicalResult.reason.never_heard_of' } },
        { labelKey: 'fact.fee', value: { is: 'money', amountFils: 2_000 } },
      ],
    });
    expect(JSON.stringify(note)).not.toContain('784512309');
  });

  it('says so when its time is in doubt', () => {
    const printed = (timeInDoubt: boolean) => noteOf(visit('medicalResult', fit), { ...status, timeInDoubt }, 0);
    expect([printed(true)?.timeInDoubt, printed(false)?.timeInDoubt]).toEqual([true, undefined]);
  });

  it('about health stays unprinted while it is held back on the screen', () => {
    expect(noteOf(visit('medicalResult', fit, false), status, 0)).toBeNull();
  });

  it('with a status nobody has words for sends people to the counter', () => {
    const note = noteOf(visit('medicalResult', { ...fit, status: 'something_new' }), status, 0);
    expect(note?.answer?.value).toEqual({ is: 'words', key: 'found.status.unknown' });
  });

  it('that is a number is printed whole, and steps in their order', () => {
    const number = noteOf(visit('referenceResidents', { kind: 'number', number: '784512309', ...about }), status, 0);
    expect(number?.answer?.value).toEqual({ is: 'code', code: '784512309' });
    const steps = [
      { on: '2026-10-01', text: { ar: 'أ', en: 'one' } },
      { on: '2026-11-01', text: { ar: 'ب', en: 'two' } },
    ];
    expect(noteOf(visit('caseProgress', { kind: 'steps', steps, ...about }), status, 0)?.steps).toEqual(steps);
  });
});
