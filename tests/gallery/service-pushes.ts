import type { Challenge } from '../../src-shared/domain/challenge.ts';
import type { FieldId, FieldProblem } from '../../src-shared/domain/field.ts';
import type { Finding } from '../../src-shared/domain/finding.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { reprintProblemSchema } from '../../src-shared/session/steps.ts';
import { departments } from '../../src-shared/services/service.ts';
import { answerOf, offices, residencyFines, usualTickets } from './people-and-tickets.ts';
import { push, type Exhibit } from './pushes.ts';

/** The screens of the services beside paying traffic violations: questions, codes, answers, menus. */

const notices = [
  {
    id: 'amnesty',
    text: {
      ar: 'تجريبي: يمكن لمخالفي الإقامة المغادرة دون دفع الغرامات حتى نهاية الشهر.',
      en: 'Demo: people with residency fines may leave without paying them until the end of the month.',
    },
    tone: 'attention' as const,
    places: ['home' as const, 'residency' as const],
    validFrom: '2020-01-01',
    validTo: '2099-12-31',
  },
];

const menus: Exhibit[] = [
  ...departments.map((department): Exhibit => ({
    name: `department-${department}`,
    push: push({ step: { at: 'department', department }, kiosk: { notices } }),
  })),
  { name: 'home-notice', push: push({ step: { at: 'home' }, kiosk: { notices } }) },
  ...['trafficDepartment', 'residencyDepartment', 'newArrivals', 'offices', 'rights', 'privacy'].map(
    (serviceId): Exhibit => ({
      name: `information-${serviceId}`,
      push: push({
        step: { at: 'information', serviceId },
        kiosk: { offices: Array.from({ length: 9 }, (_, n) => ({ ...officeAt(n), code: `O${n}` })) },
      }),
    }),
  ),
];

function officeAt(n: number) {
  const office = offices[n % offices.length];
  if (!office) throw new Error('the gallery has no office');
  return office;
}

function asking(field: FieldId, number: number, problem: FieldProblem | null = null) {
  return { at: 'ask', serviceId: 'referenceResidents', field, problem, number, count: 3 } as const;
}

const questions: Exhibit[] = [
  { name: 'ask-known', push: push({ step: asking('civilNumber', 1), knownEntry: '••••••••••17' }) },
  { name: 'ask-reference', push: push({ step: { ...asking('referenceNumber', 1), count: 1 } }) },
  { name: 'ask-passport', push: push({ step: asking('passportNumber', 2) }), then: [{ type: 'Z0000001' }] },
  { name: 'ask-passport-wrong', push: push({ step: asking('passportNumber', 2, 'not_latin') }) },
  { name: 'ask-expiry', push: push({ step: asking('passportExpiry', 3) }), then: [{ type: '1501' }] },
  { name: 'ask-expired', push: push({ step: asking('passportExpiry', 3, 'expired') }) },
  { name: 'ask-not-civil', push: push({ step: asking('civilNumber', 1, 'not_a_civil_number') }) },
  { name: 'ask-no-date', push: push({ step: asking('passportExpiry', 3, 'not_a_date') }) },
  { name: 'ask-future', push: push({ step: asking('nationalityDate', 3, 'in_future') }) },
  { name: 'ask-long-ago', push: push({ step: asking('nationalityDate', 3, 'too_long_ago') }) },
  {
    name: 'ask-not-offered',
    push: push({ step: { ...asking('fineType', 1, 'not_offered'), serviceId: 'residencyCases', count: 2 } }),
  },
  {
    name: 'ask-fine-type',
    push: push({ step: { ...asking('fineType', 1), serviceId: 'residencyCases', count: 2 } }),
  },
];

/** Two by two grey dots: the gallery only needs some picture. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGOor2doaAAABgcCAQ0jKkkAAAAASUVORK5CYII=';
const image: Challenge = { kind: 'image', id: 'challenge', png, triesLeft: 3 };
const oneTime: Challenge = { kind: 'one_time_code', id: 'challenge', sentTo: '••••••45', triesLeft: 2 };
const askCode = { at: 'ask_code', serviceId: 'residencyCases', problem: null } as const;
const codes: Exhibit[] = [
  { name: 'code-image', push: push({ step: askCode, challenge: image }) },
  { name: 'code-phone', push: push({ step: askCode, challenge: oneTime }), then: [{ type: '47' }] },
  { name: 'code-wrong', push: push({ step: { ...askCode, problem: 'wrong' }, challenge: image }) },
];

const about = { asOf: '2026-11-22T09:26:00+03:00', offices: [] };
function found(name: string, serviceId: string, finding: Finding | null): Exhibit {
  return {
    name: `found-${name}`,
    push: push({ step: { at: 'finding', serviceId, shown: finding !== null }, finding, maskedNumber: null }),
  };
}
const status = (code: string, more: Partial<Extract<Finding, { kind: 'status' }>> = {}): Finding => ({
  kind: 'status',
  status: code,
  reasons: [],
  facts: [],
  ...about,
  ...more,
});
const findings: Exhibit[] = [
  found('number', 'referenceResidents', { kind: 'number', number: '204815162342', ...about }),
  found('held-back', 'medicalResult', null),
  found(
    'fit',
    'medicalResult',
    status('fit', { facts: [{ code: 'tested_on', value: { is: 'day', day: '2026-11-18' } }] }),
  ),
  found('unfit', 'medicalResult', status('unfit', { offices })),
  found('unknown', 'medicalResult', status('something_new')),
  found(
    'card',
    'civilCard',
    status('ready', {
      offices,
      facts: [
        { code: 'application', value: { is: 'id', id: '20418837' } },
        { code: 'fee', value: { is: 'money', amountFils: fils(5_250) } },
        {
          code: 'collect_at',
          value: { is: 'text', text: { ar: 'جهاز التسليم، السالمية', en: 'Collection machine, Salmiya' } },
        },
      ],
    }),
  ),
  found('eligible', 'renewalIndividuals', status('eligible')),
  found(
    'not-eligible',
    'renewalIndividuals',
    status('not_eligible', {
      reasons: ['unpaid_residency', 'unpaid_traffic', 'health_insurance', 'passport_expiring'],
    }),
  ),
  found('steps', 'caseProgress', {
    kind: 'steps',
    steps: Array.from({ length: 9 }, (_, n) => ({
      on: `2026-0${n + 1}-14`,
      text: { ar: 'أُحيلت القضية إلى قسم التحقيق', en: 'The case was passed to the investigation section' },
    })),
    ...about,
  }),
  found('no-steps', 'caseProgress', { kind: 'steps', steps: [], ...about }),
];

const everything = answerOf([...residencyFines, ...usualTickets], { id: 'everything' });
const half = answerOf(usualTickets, {
  id: 'half',
  systems: [
    { system: 'traffic', state: 'answered' },
    { system: 'residency', state: 'unavailable' },
  ],
});
const lists: Exhibit[] = [
  { name: 'list-everything', push: push({ step: { at: 'list', serviceId: 'settleAll' } }, everything) },
  { name: 'list-half', push: push({ step: { at: 'list', serviceId: 'settleAll' } }, half) },
  {
    name: 'list-only-look-up',
    push: push({ step: { at: 'list', serviceId: 'trafficInquiry' } }, answerOf(usualTickets, { id: 'look' })),
  },
  ...residencyFines.map(({ id }, n): Exhibit => ({
    name: `residency-${n + 1}`,
    push: push({ step: { at: 'ticket', serviceId: 'settleAll', obligationId: id } }, everything),
  })),
];

const again: Exhibit[] = [
  { name: 'home-reprint', push: push({ step: { at: 'home' }, reprint: { offered: true, code: null } }) },
  { name: 'reprint', push: push({ step: { at: 'reprint', problem: null } }), then: [{ type: '4711' }] },
  ...reprintProblemSchema.options.map((problem) => ({
    name: `reprint-${problem.replaceAll('_', '-')}`,
    push: push({ step: { at: 'reprint', problem } }),
  })),
];

export const serviceExhibits: readonly Exhibit[] = [...menus, ...questions, ...codes, ...findings, ...lists, ...again];
