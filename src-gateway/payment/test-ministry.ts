import type { Challenge, ChallengeAnswer } from '../../src-shared/domain/challenge.ts';
import type { Finding } from '../../src-shared/domain/finding.ts';
import type { Choice } from '../../src-shared/domain/notice.ts';
import type { Obligation, System } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { Settlement } from '../ministry/port.ts';

/** The ministry in this process. */
export class FakeMinistry {
  tickets: Obligation[] = [];
  down = false;
  refuse = false;
  /** Items it refuses while it takes others, for example because they were paid elsewhere. */
  readonly refuses = new Set<string>();
  readonly settled: Settlement[] = [];

  /** Systems that are away while others answer. */
  readonly away = new Set<System>();
  /** Systems that want a code first; {@link code} is right. */
  readonly wantsCode = new Set<System>();
  readonly code = '12345';
  triesLeft = 3;
  /** When the systems say that it was true. */
  readonly asOf: Record<System, string> = {
    traffic: '2026-11-22T09:00:00+03:00',
    residency: '2026-11-22T09:00:00+03:00',
    residency_cases: '2026-11-22T09:00:00+03:00',
  };
  /** Systems that do not know the number. */
  readonly strangers = new Set<System>();

  readonly owed = {
    traffic: () => this.#owedIn('traffic'),
    residency: () => this.#owedIn('residency'),
    residency_cases: () => this.#owedIn('residency_cases'),
  };

  async #owedIn(system: System) {
    if (this.down || this.away.has(system)) return err('ministry_down' as const);
    if (this.strangers.has(system)) return err('not_found' as const);
    const obligations: Obligation[] = this.tickets.filter((one) => one.system === system);
    return ok({ obligations, offices: [], asOf: this.asOf[system] });
  }

  /** What the services that do not ask what is owed answer, by service. */
  readonly answers = new Map<string, Finding>();
  readonly findings = {
    referenceResidents: () => this.#found('referenceResidents'),
    medicalResult: () => this.#found('medicalResult'),
    renewalCompanies: () => this.#found('renewalCompanies'),
  };

  async #found(service: string) {
    if (this.down) return err('ministry_down' as const);
    const finding = this.answers.get(service);
    return finding === undefined ? err('not_found' as const) : ok(finding);
  }

  async fineTypes() {
    const residency: Choice = { code: 'residency', name: { ar: 'الإقامة', en: 'Residency' } };
    return this.down ? err('ministry_down' as const) : ok([residency]);
  }

  async challenge(system: System) {
    if (this.down || this.away.has(system)) return err('ministry_down' as const);
    if (!this.wantsCode.has(system)) return ok(null);
    if (this.triesLeft === 0) return err('too_many' as const);
    const wanted: Challenge = { kind: 'one_time_code', id: 'C1', sentTo: '••17', triesLeft: this.triesLeft };
    return ok(wanted);
  }

  async checkCode(system: System, _party: Party, { code }: ChallengeAnswer) {
    if (this.down || this.away.has(system)) return err('ministry_down' as const);
    if (!this.wantsCode.has(system)) return ok('right' as const);
    if (this.triesLeft === 0) return ok('too_many' as const);
    if (code === this.code) return ok('right' as const);
    this.triesLeft -= 1;
    return ok(this.triesLeft === 0 ? ('too_many' as const) : ('wrong' as const));
  }

  async postSettlement(settlement: Settlement) {
    if (this.down) return err('ministry_down' as const);
    if (this.refuse || this.refuses.has(settlement.obligationId)) return err('refused' as const);
    this.settled.push(settlement);
    return ok('posted' as const);
  }
}
