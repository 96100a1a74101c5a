import { join } from 'node:path';
import type { AuditEvent } from '../../../src-shared/contract/audit-catalogue.ts';
import type { Log } from '../../../src-shared/contract/log-catalogue.ts';
import type { ShownProgram } from '../../../src-shared/contract/staff/carry.ts';
import { isOutcomeOpen } from '../../../src-shared/payment/states.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { PaymentBook } from '../../payment/payment-book.ts';
import { findPrograms, judgeProgram, type ProgramJudge } from './judge-program.ts';
import { stageProgram, type StagePorts } from './stage-program.ts';

export interface ProgramDeskPorts extends ProgramJudge, Omit<StagePorts, 'progress'> {
  /** Puts the program in that folder in the place of this one. Null: nobody has said how. */
  readonly install: ((folder: string) => Promise<boolean>) | null;
  readonly book: Pick<PaymentBook, 'open'>;
  /** False when it cannot be written. */
  readonly note: (event: AuditEvent) => Promise<boolean>;
  readonly log: Log;
}

/** Programs on a stick: which may follow the one that runs, and putting one in its place. */
export class ProgramDesk {
  readonly #ports: ProgramDeskPorts;

  constructor(ports: ProgramDeskPorts) {
    this.#ports = ports;
  }

  /** Programs on a stick, the newest first; none where no program can be put in place. */
  async find(stick: string): Promise<readonly ShownProgram[]> {
    if (this.#ports.install === null) return [];
    const found = await findPrograms(stick, this.#ports);
    return found.map(({ name, verdict, proved }) => ({ name, verdict, made: proved?.program.made ?? null }));
  }

  /**
   * Puts a program in the place of this one; it counts from the next start. Refused while the outcome of any payment is
   * open: a new program must not be the first to meet a question that the old one has asked.
   * @param by staff number
   */
  async putIn(
    stick: string,
    name: string,
    by: string,
    progress: StagePorts['progress'],
  ): Promise<Result<void, string>> {
    const done = await this.#putIn(stick, name, by, progress);
    if (!done.ok) this.#ports.log('program-refused', { why: done.error });
    return done;
  }

  async #putIn(
    stick: string,
    name: string,
    by: string,
    progress: StagePorts['progress'],
  ): Promise<Result<void, string>> {
    const { install, book, note, stage, version, log } = this.#ports;
    if (install === null) return err('not_set_up');
    if (book.open().some(({ state }) => isOutcomeOpen(state))) return err('money_open');
    const { proved, verdict } = await judgeProgram(stick, name, this.#ports);
    if (!proved || verdict !== 'good') return err(`program_${verdict}`);
    const { program } = proved;
    if (!(await note({ kind: 'program', by, version: program.version, hash: program.sha256 })))
      return err('not_written');
    const staged = await stageProgram({ ...this.#ports, progress }, join(stick, name), proved);
    if (!staged.ok) return staged;
    if (!(await install(stage))) return err('program_not_put_in');
    log('program-put-in', { from: version, to: program.version });
    return ok(undefined);
  }
}
