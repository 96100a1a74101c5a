import type { EnrolProblem, EnrolView } from '../../src-shared/contract/staff/enrol.ts';
import type { AuditEvent } from '../../src-shared/contract/audit-catalogue.ts';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import { isWholeEnrolCode, normalEnrolCode } from '../../src-shared/domain/enrol-code.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Connection } from '../connection/connection.ts';
import type { EnrolFailure, UnconfirmedIdentity } from '../identity/kiosk-identity.ts';
import type { LockOut } from './lock-out.ts';
import type { Outcome } from './place.ts';

export interface EnrolDeskPorts {
  readonly connection: Pick<Connection, 'enrolment' | 'enrol' | 'settle'>;
  readonly lockOut: LockOut;
  readonly audit: { note(event: AuditEvent): Promise<boolean> };
  readonly log: Log;
}

/** All codes are counted together: nobody has a number yet. */
const anybody = 'code';
const shown: Outcome = ok(null);

/**
 * Makes a kiosk that is nobody somebody, by a one-time code and six words that people compare with the office. There is
 * no list of staff before that, so whoever holds the code may; what they do is written down before it is done.
 */
export class EnrolDesk {
  readonly #ports: EnrolDeskPorts;
  #problem: EnrolProblem | null = null;

  constructor(ports: EnrolDeskPorts) {
    this.#ports = ports;
  }

  /** What the page shows; null when the kiosk is somebody, or becomes it by itself. */
  view(): EnrolView | null {
    const state = this.#ports.connection.enrolment;
    if (state?.step === 'compare') return comparison(state.granted, this.#problem);
    return state?.step === 'code' ? { ...state, problem: this.#problem, waitSeconds: this.#waitSeconds() } : state;
  }

  /** The page is closed: the next one who comes sees no old problem. */
  forget(): void {
    this.#problem = null;
  }

  /** Exchanges a code. What comes of it is on the page. */
  async enrol(typed: string): Promise<Outcome> {
    if (this.#ports.connection.enrolment?.step !== 'code') return shown;
    const code = normalEnrolCode(typed);
    // A slip of the finger is no try.
    if (!isWholeEnrolCode(code)) this.#problem = 'mistyped';
    else if (this.#waitSeconds() > 0) this.#problem = 'locked';
    else await this.#exchange(code);
    return shown;
  }

  /** Settles an enrolment by what people saw. */
  async compare(same: boolean): Promise<Outcome> {
    const { connection, audit, log } = this.#ports;
    const state = connection.enrolment;
    if (state?.step !== 'compare') return shown;
    const kiosk = state.granted.identity.kioskCode;
    if (!(await audit.note({ kind: 'enrol_compared', kiosk, same }))) {
      this.#problem = 'not_written';
      return shown;
    }
    if (!(await connection.settle(same))) {
      this.#problem = 'disk';
      return shown;
    }
    this.#problem = same ? null : 'differ';
    log('enrolled-at-screen', { how: same ? 'same' : 'differ' });
    return same ? ok('enrolled') : shown;
  }

  async #exchange(code: string): Promise<void> {
    const { audit, log } = this.#ports;
    const granted = await this.#try(code);
    this.#problem = granted.ok ? null : granted.error;
    const how = granted.ok ? 'granted' : granted.error;
    log('enrolled-at-screen', { how });
    const kiosk = granted.ok ? granted.value.identity.kioskCode : null;
    await audit.note({ kind: 'enrol_ended', kiosk, why: this.#problem });
  }

  /** Counted before it is made, so that the plug pulled in the middle helps nobody. */
  async #try(code: string): Promise<Result<UnconfirmedIdentity, EnrolProblem>> {
    const { connection, lockOut, audit } = this.#ports;
    if (!(await audit.note({ kind: 'enrol_begun' })) || !(await lockOut.count(anybody))) return err('not_written');
    const granted = await connection.enrol(code);
    if (granted.ok) {
      await lockOut.right(anybody);
      return granted;
    }
    const problem = problemOf(granted.error);
    if (problem === 'refused') lockOut.wrong(anybody);
    else await lockOut.undecided(anybody);
    return err(problem);
  }

  #waitSeconds(): number {
    return Math.ceil(this.#ports.lockOut.waitMs(anybody) / 1000);
  }
}

function comparison({ identity, words }: UnconfirmedIdentity, problem: EnrolProblem | null): EnrolView {
  const { kioskCode, site } = identity;
  const kept = problem === 'disk' || problem === 'not_written' ? problem : null;
  return { step: 'compare', kioskCode, site, words: [...words], problem: kept };
}

function problemOf(failure: EnrolFailure): EnrolProblem {
  switch (failure.kind) {
    case 'network_down':
      return 'no_answer';
    case 'bad_answer':
      return 'strange_answer';
    case 'disk':
      return 'disk';
    case 'problem':
      return failure.code === 'code_not_valid' ? 'refused' : 'gateway_away';
  }
}
