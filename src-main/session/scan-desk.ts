import {
  fieldIdSchema,
  fields,
  type FieldId,
  type FieldProblem,
  type FieldRules,
} from '../../src-shared/domain/field.ts';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import { readScan } from '../../src-shared/domain/scan.ts';
import type { Timers } from '../../src-shared/ports.ts';
import { err } from '../../src-shared/result.ts';
import type { SessionEvent } from '../../src-shared/session/events.ts';
import { answersOf } from '../../src-shared/session/scan-answer.ts';
import { ScanDocuments } from '../devices/scanner/scan-lines.ts';

export interface ScanDeskPorts {
  readonly timers: Timers;
  /** The question on the screen; null when nothing is asked. */
  readonly asked: () => FieldId | null;
  readonly rules: () => FieldRules;
  /** On the screen that prints again, a scan is a receipt or nothing; false on every other screen. */
  readonly reprint: (text: string) => boolean;
  readonly dispatch: (event: SessionEvent) => boolean;
  readonly log: Log;
}

/** Turns scans into answers to the question on the screen. On any other screen a scan means nothing. */
export class ScanDesk {
  readonly #ports: ScanDeskPorts;
  /** Lines of a scanner that types on the page; the other scanners' drivers put their lines together themselves. */
  readonly #typedLines: ScanDocuments;

  constructor(ports: ScanDeskPorts) {
    this.#ports = ports;
    this.#typedLines = new ScanDocuments(ports.timers, (text) => this.take(text));
  }

  /** One line from the page. A line that came in part is no document. */
  takeTyped(line: string, whole: boolean): void {
    if (whole) this.#typedLines.line(line);
    else this.#refuse('scan_unreadable', 'half');
  }

  /** One document, unchecked. */
  take(text: string): void {
    const asked = this.#ports.asked();
    if (this.#ports.reprint(text) || asked === null) return;
    const rules = this.#ports.rules();
    const scan = readScan(text, rules);
    if (!scan.ok) return this.#refuse('scan_unreadable', scan.error);
    const answers = answersOf(scan.value, asked);
    if (answers === null) return this.#refuse('scan_other', scan.value.kind);
    const wrong = Object.values(fieldIdSchema.enum)
      .flatMap((id) =>
        answers[id] === undefined ? [] : [{ entry: answers[id], read: fields[id].read(answers[id], rules) }],
      )
      .find(({ read }) => !read.ok);
    this.#ports.dispatch(wrong ? { type: 'FIELD_SUBMITTED', ...wrong } : { type: 'SCAN_TAKEN', values: answers });
  }

  /** What one visitor's scanner began is not the next one's. */
  forget(): void {
    this.#typedLines.forget();
  }

  /** The log learns why, and nothing of what was scanned. */
  #refuse(problem: FieldProblem, why: string): void {
    if (this.#ports.asked() === null) return;
    this.#ports.log('scan-refused', { why });
    this.#ports.dispatch({ type: 'FIELD_SUBMITTED', entry: '', read: err(problem) });
  }
}
