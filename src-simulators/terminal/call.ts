import type { MessageHeader } from '../../src-shared/contract/nexo.ts';
import type { Deeds, Moment } from './faults.ts';
import type { Line } from './line.ts';
import type { Names } from './memory.ts';
import type { AnswerBody } from './messages.ts';

/** One request, where it came from, and what is to go wrong with it. */
export interface Call {
  readonly line: Line;
  readonly header: MessageHeader;
  readonly deeds: Deeds;
}

/** What a course of a transaction asks of the terminal around it. */
export interface CourseEvents {
  /** Breaks the line or the power, as the call’s deeds want at this moment. */
  interrupt(call: Call, moment: Moment): void;
  /** The transaction is over and this is its answer. */
  end(call: Call, body: AnswerBody): void;
}

export function namesOf({ header }: Call): Names {
  return { saleId: header.SaleID, serviceId: header.ServiceID ?? '' };
}
