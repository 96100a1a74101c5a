import { describe, expect, it, vi } from 'vitest';
import type { Finding } from '../../src-shared/domain/finding.ts';
import { ok } from '../../src-shared/result.ts';
import type { Service, StatusService } from '../../src-shared/services/service.ts';

/** A service nobody has thought of: one declaration, added to the catalogue as a line there would add it. */
const toyPermit: StatusService = {
  id: 'toyPermit',
  department: 'papers',
  icon: 'card',
  answers: 'status',
  fields: ['referenceNumber', 'passportExpiry'],
  statuses: { ready: 'good' },
};

vi.mock('../../src-shared/services/catalogue.ts', async (original) => {
  const { catalogue } = await original<{ catalogue: readonly Service[] }>();
  const longer = [...catalogue, toyPermit];
  return { catalogue: longer, serviceById: (id: string) => longer.find((service) => service.id === id) };
});

const { stepSession } = await import('../../src-shared/session/machine.ts');
const { initialSession } = await import('../../src-shared/session/state.ts');
const { selectScreen } = await import('../../src-shared/session/screen.ts');
const { makeInquiry } = await import('../../src-main/inquiry/inquiry.ts');
const { snapshotOf } = await import('../../src-main/session/snapshot.ts');
const { readFindingQuestion } = await import('../../src-gateway/inquiries/check-question.ts');
const { exhibits } = await import('../gallery/exhibits.ts');

const rules = { today: '2026-11-22', allowFutureBirth: true, fineTypes: ['residency'] };
const told = { referenceNumber: '310000017', passportExpiry: '2030-01-15' };
const ready: Finding = {
  kind: 'status',
  status: 'ready',
  reasons: [],
  facts: [],
  offices: [],
  asOf: '2026-11-22T09:26:00+03:00',
};

type State = typeof initialSession;
type Event = Parameters<typeof stepSession>[1];
const facts = {
  nonce: 'n',
  paymentsOpen: true,
  maxItems: 20,
  fineTypes: rules.fineTypes,
  partyOf: () => null,
};
type Commands = NonNullable<ReturnType<typeof stepSession>>['commands'];

function play(events: readonly Event[], from: State = initialSession): { state: State; commands: Commands } {
  let state = from;
  let commands: Commands = [];
  for (const event of events) {
    const step = stepSession(state, event, facts);
    if (step) ({ state, commands } = step);
  }
  return { state, commands };
}

describe('a service that is one declaration', () => {
  const asked = play([
    { type: 'BEGIN' },
    { type: 'LANGUAGE_CHOSEN', language: 'en' },
    { type: 'DEPARTMENT_OPENED', department: 'papers' },
    { type: 'SERVICE_CHOSEN', serviceId: 'toyPermit' },
    { type: 'FIELD_SUBMITTED', entry: told.referenceNumber, read: ok(told.referenceNumber) },
    { type: 'FIELD_SUBMITTED', entry: told.passportExpiry, read: ok(told.passportExpiry) },
  ]);

  it('is asked for on the screens there are, question by question', () => {
    expect(asked.state.step).toEqual({ at: 'inquiring', serviceId: 'toyPermit' });
    expect(asked.commands).toMatchObject([{ do: 'inquire', question: { fields: told } }]);
  });

  it('goes to the gateway under its name, which takes exactly its fields', async () => {
    const sent: unknown[] = [];
    const inquiry = makeInquiry({
      gateway: {
        find: async (request) => (sent.push(request), ok(ready)),
        inquire: () => Promise.reject(new Error('not asked')),
        challenge: () => Promise.reject(new Error('not asked')),
      },
      copy: { lookUp: () => Promise.reject(new Error('not asked')) },
      paidSince: () => new Set(),
      rng: { bytes: (length) => new Uint8Array(length) },
      log: () => undefined,
    });
    const found = await inquiry.ask({ service: toyPermit, fields: told, party: null });
    expect(found).toEqual(ok({ kind: 'finding', finding: ready }));
    expect(sent).toEqual([{ service: 'toyPermit', fields: told }]);
    expect(readFindingQuestion('toyPermit', told, rules)).toMatchObject({ ok: true, value: { service: toyPermit } });
    expect(readFindingQuestion('toyPermit', { referenceNumber: '310000017' }, rules).ok).toBe(false);
  });

  it('is answered on the screen of its kind of answer', () => {
    const { state } = play([{ type: 'FINDING_ANSWERED', finding: ready }], asked.state);
    const [any] = exhibits;
    if (!any) throw new Error('the gallery is empty');
    const snapshot = snapshotOf({ ...any.push.snapshot, session: state, reprint: any.push.snapshot.reprint });
    expect(selectScreen(snapshot, null)).toBe('FoundStatus');
  });
});
