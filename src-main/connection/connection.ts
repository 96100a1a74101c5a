import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { Rng, Timers } from '../../src-shared/ports.ts';
import { err, type Result } from '../../src-shared/result.ts';
import { CarriedPost } from '../gateway/carried-post.ts';
import type { GatewayLine } from '../gateway/exchange.ts';
import { reasonOf, type GatewayFailure } from '../gateway/failure.ts';
import { kioskGateway, openGateway, type KioskGateway } from '../gateway/gateway-client.ts';
import {
  becomeIdentified,
  enrolAtScreen,
  settleEnrolment,
  type EnrolFailure,
  type IdentityProblem,
  type KioskIdentity,
  type UnconfirmedIdentity,
} from '../identity/kiosk-identity.ts';
import type { PrivateFile } from '../identity/private-file.ts';
import { makeInquiry } from '../inquiry/inquiry.ts';
import type { Inquiry } from '../session/ports.ts';
import type { CopyDesk } from '../sync/copy-desk.ts';

export interface ConnectionPorts {
  readonly line: GatewayLine;
  readonly keyFile: PrivateFile;
  readonly identityFile: PrivateFile;
  readonly enrolCode: string | null;
  readonly copy: CopyDesk;
  /** Items this kiosk was paid for after a moment (ISO 8601): the copy does not know of it. */
  readonly paidSince: (moment: string) => ReadonlySet<string>;
  readonly timers: Timers;
  readonly rng: Rng;
  /** The kiosk knows who it is from now on. */
  readonly onIdentity: (identity: KioskIdentity) => void;
  readonly log: Log;
}

/** What staff have to do before this kiosk is somebody. */
export type Enrolment =
  /** There is no gateway in its settings. */
  | { readonly step: 'no_address' }
  /** It takes a code: nobody gave one, the keys cannot be read, or the gateway refused the one in the settings. */
  | { readonly step: 'code'; readonly why: 'not_enrolled' | 'damaged' | 'refused' }
  /** The words are to be compared. */
  | { readonly step: 'compare'; readonly granted: UnconfirmedIdentity };

/** Pause before an enrolment that failed for want of a network is tried again, ms. */
const retryMs = 3_000;

const nobodyYet: Result<never, GatewayFailure> = err({ kind: 'network_down' });

/**
 * The kiosk's way to its gateway, from before it knows who it is. Until it is enrolled every call answers
 * as if the network were down, so that nothing else has to know about enrolment.
 */
export class Connection {
  readonly gateway: KioskGateway;
  readonly inquiry: Inquiry;
  /** What a stick carries in the place of the line. */
  readonly carried = new CarriedPost();
  readonly #ports: ConnectionPorts;
  #identity: KioskIdentity | null = null;
  #gateway: KioskGateway | null = null;
  #inquiry: Inquiry | null = null;
  #problem: IdentityProblem | null = null;
  #endFirstTry: () => void = () => undefined;
  readonly #tried = new Promise<void>((resolve) => (this.#endFirstTry = resolve));

  constructor(ports: ConnectionPorts) {
    this.#ports = ports;
    const open = openGateway(ports.line);
    this.gateway = {
      ...open,
      inquire: async (request) => this.#gateway?.inquire(request) ?? nobodyYet,
      challenge: async (request) => this.#gateway?.challenge(request) ?? nobodyYet,
      find: async (request) => this.#gateway?.find(request) ?? nobodyYet,
      reserve: async (request) => this.#gateway?.reserve(request) ?? nobodyYet,
      open: async (pid) => this.#gateway?.open(pid) ?? nobodyYet,
      report: async (pid, seen, waitSeconds) => this.#gateway?.report(pid, seen, waitSeconds) ?? nobodyYet,
      arm: async (pid) => this.#gateway?.arm(pid) ?? nobodyYet,
      commit: async (pid, request) => this.#gateway?.commit(pid, request) ?? nobodyYet,
      withdraw: async (pid) => this.#gateway?.withdraw(pid) ?? nobodyYet,
      noCharge: async (pid, request) => this.#gateway?.noCharge(pid, request) ?? nobodyYet,
      reversed: async (pid, request) => this.#gateway?.reversed(pid, request) ?? nobodyYet,
      postings: async (pid) => this.#gateway?.postings(pid) ?? nobodyYet,
      dayReport: async (report) => this.#gateway?.dayReport(report) ?? nobodyYet,
      journalHead: async (head) => this.#gateway?.journalHead(head) ?? nobodyYet,
      feedPeppers: async () => this.#gateway?.feedPeppers() ?? nobodyYet,
      staffDirectory: async () => this.#gateway?.staffDirectory() ?? nobodyYet,
      provedMs: () => this.#gateway?.provedMs() ?? null,
    };
    // A visitor who is quicker than the first exchange with the gateway waits for it instead of hearing "no network".
    this.inquiry = {
      ask: async (question) => {
        await this.#tried;
        return this.#inquiry?.ask(question) ?? err('network_down');
      },
      challenge: async (question) => {
        await this.#tried;
        return this.#inquiry?.challenge(question) ?? err('network_down');
      },
    };
  }

  /** Who this kiosk is; null until it is enrolled. */
  get identity(): Pick<KioskIdentity, 'kioskCode' | 'site' | 'sign' | 'unseal' | 'answerKey' | 'deviceKey'> | null {
    return this.#identity;
  }

  /** What staff have to do; null when nothing, or before the first try has ended. */
  get enrolment(): Enrolment | null {
    if (this.#ports.line.baseUrl === '') return { step: 'no_address' };
    const problem = this.#problem;
    if (problem?.kind === 'unconfirmed') return { step: 'compare', granted: problem.granted };
    if (problem?.kind !== 'not_accepted') return problem && { step: 'code', why: problem.kind };
    return isRefused(problem.failure) ? { step: 'code', why: 'refused' } : null;
  }

  /** True when only staff can help. */
  get needsStaff(): boolean {
    return this.enrolment !== null;
  }

  /** Resolves after the first try; goes on trying by itself while the network is the reason. */
  async start(): Promise<void> {
    const became = await becomeIdentified({ ...this.#ports, gateway: this.gateway });
    if (!became.ok) {
      this.#endFirstTry();
      this.#problem = became.error;
      this.#ports.log('not-identified', { why: reasonFor(became.error) });
      if (!this.needsStaff) this.#ports.timers.after(retryMs, () => void this.start());
      return;
    }
    this.#become(became.value);
  }

  /** Exchanges a code that staff typed. What it brings counts after {@link settle}. */
  async enrol(code: string): Promise<Result<UnconfirmedIdentity, EnrolFailure>> {
    const granted = await enrolAtScreen({ ...this.#ports, gateway: this.gateway }, code);
    if (granted.ok) this.#problem = { kind: 'unconfirmed', granted: granted.value };
    return granted;
  }

  /** The words were compared: the kiosk is somebody, or as new as before. False: the disk refused, nothing changed. */
  async settle(same: boolean): Promise<boolean> {
    const problem = this.#problem;
    if (problem?.kind !== 'unconfirmed' || !(await settleEnrolment(this.#ports.identityFile, same))) return false;
    if (same) this.#become(problem.granted.identity);
    else this.#problem = { kind: 'not_enrolled' };
    return true;
  }

  #become(identity: KioskIdentity): void {
    const { line, rng, copy, paidSince, log } = this.#ports;
    this.#problem = null;
    this.#identity = identity;
    this.#gateway = kioskGateway(line, identity, this.carried);
    this.#inquiry = makeInquiry({ gateway: this.#gateway, copy, paidSince, rng, log });
    this.#endFirstTry();
    this.#ports.onIdentity(identity);
  }
}

function reasonFor(problem: IdentityProblem): string {
  return problem.kind === 'not_accepted' ? reasonOf(problem.failure) : problem.kind;
}

function isRefused(failure: GatewayFailure): boolean {
  return failure.kind === 'problem' && failure.code === 'code_not_valid';
}
