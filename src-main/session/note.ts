import type { Fact, Finding } from '../../src-shared/domain/finding.ts';
import { maskNumber } from '../../src-shared/domain/mask.ts';
import type { NoteLine, NoteSlip, NoteValue } from '../../src-shared/domain/receipt.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { serviceById } from '../../src-shared/services/catalogue.ts';
import type { Service } from '../../src-shared/services/service.ts';
import { subjectOf } from '../../src-shared/session/question.ts';
import type { SessionState } from '../../src-shared/session/state.ts';
import type { KioskStatus } from './ports.ts';

/** The answer on the screen as a paper; null while there is none, or while it is held back because it is about health. */
export function noteOf(state: SessionState, status: KioskStatus, wallMs: number): NoteSlip | null {
  const { finding, step } = state;
  const service = step.at === 'finding' && step.shown ? serviceById(step.serviceId) : undefined;
  if (!finding || !service) return null;
  const subject = subjectOf(state.fields);
  return {
    issuedAt: kuwaitIso(wallMs),
    ...(status.timeInDoubt ? { timeInDoubt: true } : {}),
    kioskCode: status.kioskCode,
    site: status.site,
    titleKey: `service.${service.id}.title`,
    ...(subject ? { maskedNumber: maskNumber(subject) } : {}),
    asOf: finding.asOf,
    ...answerOf(finding, service),
    offices: finding.offices.map(({ name, area }) => ({ name, area })),
    demo: status.demo,
  };
}

function answerOf(finding: Finding, service: Service): Pick<NoteSlip, 'answer' | 'lines' | 'steps'> {
  switch (finding.kind) {
    case 'number':
      return { answer: line('found.number.label', { is: 'code', code: finding.number }), lines: [], steps: [] };
    case 'status':
      return {
        answer: { value: statusWords(service, finding.status) },
        lines: [
          ...finding.reasons.map((code) => line('found.reasons', words(`service.${service.id}.reason.${code}`))),
          ...finding.facts.map(({ code, value }) => line(`fact.${code}`, factValue(value))),
        ],
        steps: [],
      };
    case 'steps':
      return { lines: [], steps: finding.steps };
  }
}

/** A status that the service does not declare has no words; the screen says "ask at the counter", and so does paper. */
function statusWords(service: Service, status: string): NoteValue {
  const declared = service.answers === 'status' && Object.hasOwn(service.statuses, status);
  return words(declared ? `service.${service.id}.status.${status}` : 'found.status.unknown');
}

function factValue(value: Fact['value']): NoteValue {
  return value.is === 'id' ? { is: 'code', code: value.id } : value;
}

const words = (key: string): NoteValue => ({ is: 'words', key });
const line = (labelKey: string, value: NoteValue): NoteLine => ({ labelKey, value });
