import { fields, type FieldId } from '../../../src-shared/domain/field.ts';
import type { Language } from '../../../src-shared/domain/language.ts';
import { catalogue } from '../../../src-shared/services/catalogue.ts';
import { departments, type Service } from '../../../src-shared/services/service.ts';
import type { ScreenName } from '../../../src-shared/session/screen.ts';
import { demo } from '../../support/people.ts';
import { quantile, type BenchRow } from '../report.ts';
import { action, screen, type TimedHands } from './hands.ts';
import { inquiryAimMs, touchAimMs, type Samples } from './samples.ts';

/** What somebody of the demo world tells, as it is typed; a choice is touched. */
type Told = Readonly<Record<Exclude<FieldId, 'fineType'>, string>>;

const resident: Told = {
  civilOrUnified: demo.mixed,
  civilNumber: demo.mixed,
  companyNumber: '990000000017',
  referenceNumber: '310000017',
  cardNumber: demo.mixed,
  passportNumber: 'Z0000001',
  passportExpiry: '15012030',
  nationalityDate: '20052001',
};
const citizen: Told = { ...resident, civilNumber: demo.fourHundred, passportNumber: 'K0000015' };

const askScreens = { digits: 'AskNumber', letters: 'AskLetters', date: 'AskDate', choice: 'AskChoice' } as const;
const foundScreens = {
  obligations: 'TicketList',
  number: 'FoundNumber',
  status: 'FoundStatus',
  steps: 'FoundSteps',
} as const satisfies Record<Exclude<Service['answers'], 'information'>, ScreenName>;

type AskingService = Exclude<Service, { answers: 'information' }>;

/** One visit to every service there is: card, questions, finding and the way back, each touch timed. */
export async function visitEveryService(hands: TimedHands, samples: Samples, language: Language): Promise<void> {
  await hands.begin(language);
  for (const service of catalogue.filter(({ featured }) => featured)) await visitService(hands, samples, service);
  for (const department of departments) {
    const { wanted } = await hands.touch('Home', action(`department-${department}`), screen('Department'));
    samples.add('touch.department', wanted);
    const inside = catalogue.filter((service) => service.department === department && !service.featured);
    for (const service of inside) await visitService(hands, samples, service);
    await goBack(hands, samples, 'Department', 'Home');
  }
  await hands.end('Home');
}

/** From its menu into a service and back. */
async function visitService(hands: TimedHands, samples: Samples, service: Service): Promise<void> {
  const menu: ScreenName = service.featured ? 'Home' : 'Department';
  const first = service.answers === 'information' ? 'Information' : askScreenOf(service, 0);
  const { wanted } = await hands.touch(menu, action(`service-${service.id}`), screen(first));
  samples.add('touch.service', wanted);
  samples.add(`service.${service.id}`, wanted);
  if (service.answers !== 'information') await askAndFind(hands, samples, service);
  await goBack(hands, samples, first, menu);
}

/** From the first question to the finding, and back to the first question. */
async function askAndFind(hands: TimedHands, samples: Samples, service: AskingService): Promise<void> {
  const found = foundScreens[service.answers];
  for (const [index, field] of service.fields.entries()) {
    const last = index === service.fields.length - 1;
    const wanted = last ? found : askScreenOf(service, index + 1);
    const lap = await answer(hands, service, field, wanted);
    samples.add('touch.answer', lap.next);
    if (!last) continue;
    samples.add(`inquiry.${service.answers}`, lap.wanted);
    samples.add(`finding.${service.id}`, lap.wanted);
  }
  if (service.answers === 'status' && service.sensitive) {
    const shown = `${screen(found)}:not(:has(${action('show-finding')}))`;
    samples.add('touch.showFinding', (await hands.touch(found, action('show-finding'), shown)).wanted);
  }
  await goBack(hands, samples, found, askScreenOf(service, 0));
}

async function answer(
  hands: TimedHands,
  service: AskingService,
  field: FieldId,
  wanted: ScreenName,
): ReturnType<TimedHands['touch']> {
  const asked = askScreens[fields[field].entry];
  if (field === 'fineType') return hands.touch(asked, '[data-action^="choose-"]', screen(wanted));
  const told = service.id === 'referenceCitizens' ? citizen : resident;
  await hands.type(asked, told[field]);
  return hands.touch(asked, action('submit-field'), screen(wanted));
}

async function goBack(hands: TimedHands, samples: Samples, from: ScreenName, to: ScreenName): Promise<void> {
  samples.add('touch.back', (await hands.touch(from, action('back'), screen(to))).wanted);
}

function askScreenOf(service: AskingService, index: number): ScreenName {
  const field = service.fields[index] ?? service.fields[0];
  return askScreens[fields[field].entry];
}

/** What visits to every service took, by kind of touch and by kind of answer. */
export function serviceGroupRows(samples: Samples): BenchRow[] {
  return [
    ...samples.groups('touch.').flatMap((group) => samples.rows(group, touchAimMs)),
    ...samples.groups('inquiry.').flatMap((group) => samples.rows(group, inquiryAimMs)),
  ];
}

/** Every service by itself: few figures each, so the slowest. */
export function eachServiceRows(samples: Samples): BenchRow[] {
  const slowest = (group: string, aimMs: number): BenchRow => ({
    metric: `${group}.slowest`,
    unit: 'ms',
    value: quantile(samples.of(group), 1),
    samples: samples.of(group).length,
    reference: 'aim (p95)',
    referenceValue: aimMs,
  });
  return catalogue.flatMap(({ id, answers }) => [
    slowest(`service.${id}`, touchAimMs),
    ...(answers === 'information' ? [] : [slowest(`finding.${id}`, inquiryAimMs)]),
  ]);
}
