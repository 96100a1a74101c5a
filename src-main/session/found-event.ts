import type { SessionEvent } from '../../src-shared/session/events.ts';
import type { Found } from './ports.ts';

/** What an inquiry found, as the visit hears of it. */
export function eventOf(found: Found): SessionEvent {
  switch (found.kind) {
    case 'answer':
      return { type: 'INQUIRY_ANSWERED', answer: found.answer, grant: found.grant };
    case 'outline':
      return { type: 'INQUIRY_FAILED', problem: found.problem, outline: found.outline };
    case 'finding':
      return { type: 'FINDING_ANSWERED', finding: found.finding };
    case 'code_refused':
      return { type: 'CODE_REFUSED', challenge: found.challenge, problem: found.problem };
  }
}
