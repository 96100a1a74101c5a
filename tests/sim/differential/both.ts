import { arm } from '../../../src-gateway/payment/arm.ts';
import { receiveCallback } from '../../../src-gateway/payment/callback.ts';
import { commit } from '../../../src-gateway/payment/commit.ts';
import { noCharge } from '../../../src-gateway/payment/no-charge.ts';
import { openPage } from '../../../src-gateway/payment/open.ts';
import { postings } from '../../../src-gateway/payment/postings.ts';
import { pressPay } from '../../../src-gateway/payment/press.ts';
import { report } from '../../../src-gateway/payment/report.ts';
import { reserve } from '../../../src-gateway/payment/reserve.ts';
import { reversed } from '../../../src-gateway/payment/reversed.ts';
import { Sweeper } from '../../../src-gateway/payment/sweeper.ts';
import { basket, commitOf, kiosk, receiptNoOf, ticket, World } from '../../../src-gateway/payment/test-world.ts';
import { withdraw } from '../../../src-gateway/payment/withdraw.ts';
import type { Database } from '../../../src-gateway/db/database.ts';
import type { ReserveRequest } from '../../../src-shared/contract/gateway-http.ts';
import { fils, formatKnetAmount } from '../../../src-shared/domain/money.ts';
import type { Rail } from '../../../src-shared/domain/receipt.ts';
import { refundRef } from '../../../src-shared/payment/refund-ref.ts';
import { receive } from '../gateway/callbacks.ts';
import { GatewayModel } from '../gateway/gateway-model.ts';
import type { InquirySays } from '../gateway/outside.ts';
import { takeUp, workOnce } from '../gateway/work.ts';
import { answerOf, modelRows, realRows } from './compare.ts';

export interface Ask {
  readonly pid: string;
  readonly request: ReserveRequest;
  /** Which capture of the kiosk it would be. */
  readonly number: number;
}

/** The model and the real gateway side by side, told and asked the same. */
export class Both {
  readonly real: World;
  readonly model: GatewayModel;
  /** What differed; empty when nothing did. */
  readonly differences: string[] = [];
  #tokens = 0;

  constructor(database: Database, refundBy: 'manual' | 'api', terminalRefund: 'counter' | 'kiosk') {
    const real = new World(database);
    this.real = real;
    real.refundBy = refundBy;
    real.terminalRefund = terminalRefund;
    real.ministry.tickets = ['T0', 'T1', 'T2', 'T3'].map((id) => ticket(id));
    this.#refresh();
    const minute = 60_000;
    this.model = new GatewayModel(
      {
        now: () => real.now,
        after: () => ({ cancel: () => undefined }),
        random: () => 0,
        closed: () => false,
        inquire: (pid, answer) => answer(this.#knetSays(pid)),
        refund: (_pid, _fils, answer) => answer(real.knet.silent ? 'no_answer' : 'done'),
        postSettlement: ({ itemId }, answer) => {
          if (real.ministry.down) answer('ministry_down');
          else answer(real.ministry.refuses.has(itemId) ? 'refused' : 'posted');
        },
        item: (itemId) => {
          if (real.ministry.down) return 'down';
          const found = real.ministry.tickets.find(({ id }) => id === itemId);
          return found ? { version: found.version, amountFils: found.amountFils, paid: false } : 'unknown';
        },
      },
      {
        ...{ leaseMs: 10 * minute, pageMs: 10 * minute, receiptWaitMs: 10 * minute, kioskRefundMs: 24 * 60 * minute },
        ...{ rules: real.page.rules, refundBy, terminalRefund },
      },
    );
  }

  /** Questions are spread by chance; here by none. */
  #refresh(): void {
    const { real } = this;
    const rng = { bytes: (length: number) => new Uint8Array(length).fill(length === 1 ? 0 : (this.#tokens += 1)) };
    real.deps = { ...real.deps, rng, settings: { ...real.deps.settings, terminalRefund: real.terminalRefund } };
    real.deps = { ...real.deps, knet: real.page };
    real.sweeper = new Sweeper(real.deps, real.page);
  }

  #knetSays(pid: string): InquirySays {
    const { knet } = this.real;
    if (knet.silent) return { says: 'unknown', amount: 'absent' };
    const record = knet.records.get(pid);
    if (record === undefined) return { says: 'not_found', amount: 'absent' };
    if (record === 'suspect') return { says: 'unknown', amount: 'absent' };
    if (record === 'captured') return { says: 'captured', amount: 'ours' };
    return { says: record === 'voided' ? 'voided' : 'failure', amount: 'absent' };
  }

  /** Makes what a kiosk would ask; K-Net knows the amount from the page, whatever the gateway remembers. */
  asking(number: number, rail: Rail, ids: readonly string[]): Ask {
    const pid = number.toString(16).padStart(2, '0').repeat(16);
    const tickets = ids.map((id) => ticket(id));
    const request = basket(pid, tickets, { rail });
    this.real.knet.amounts.set(pid, formatKnetAmount(request.totalFils));
    return { pid, request, number };
  }

  async reserve({ request }: Ask): Promise<void> {
    this.#same('reserve', await reserve(this.real.deps, kiosk, request), this.model.reserve(kiosk, request));
  }

  async open({ pid }: Ask): Promise<void> {
    const [one, other] = [await openPage(this.real.deps, kiosk, pid), this.model.open(kiosk, pid)];
    if (one.ok && other.ok) {
      this.#same(
        'open',
        { ok: true, value: { expires: one.value.expiresInSeconds } },
        { ok: true, value: { expires: other.value.expiresInSeconds } },
      );
    } else this.#same('open', one, other);
  }

  async press({ pid }: Ask): Promise<void> {
    const known = await this.real.database.db.selectFrom('payment').select('pid').where('pid', '=', pid).execute();
    if (known.length === 0) return;
    const real = (await pressPay(this.real.deps, pid)).outcome === 'go';
    const model = this.model.press(pid);
    if (real !== model) this.differences.push(`press ${pid.slice(0, 2)}: ${real} and ${model}`);
  }

  async arm({ pid }: Ask): Promise<void> {
    this.#same('arm', await arm(this.real.deps, kiosk, pid), this.model.arm(kiosk, pid));
  }

  async withdraw({ pid }: Ask): Promise<void> {
    this.#same('withdraw', await withdraw(this.real.deps, kiosk, pid), this.model.withdraw(kiosk, pid));
  }

  async report({ pid }: Ask): Promise<void> {
    const one = await report(this.real.deps, kiosk, { pid, seen: -1, waitSeconds: 0 });
    const row = this.model.find(kiosk, pid);
    const other = row
      ? { ok: true as const, value: this.model.reportOf(row) }
      : { ok: false as const, error: { error: 'not_found' } };
    this.#same('report', one, other);
  }

  async postings({ pid }: Ask): Promise<void> {
    this.#same('postings', await postings(this.real.deps, kiosk, pid), this.model.postings(kiosk, pid));
  }

  async commit({ request, number }: Ask, how: 'plain' | 'wrong_amount' | 'reversal'): Promise<void> {
    const plain = commitOf(request, { receiptNo: receiptNoOf(number) });
    const back = {
      refundRef: refundRef(request.pid),
      reason: 'approved_offline' as const,
      itemIds: request.items.map(({ obligationId }) => obligationId),
      amountFils: request.totalFils,
    };
    const capture = { ...plain.capture, amountFils: fils(request.totalFils + 1_000) };
    const said = how === 'plain' ? plain : how === 'reversal' ? { ...plain, reversal: back } : { ...plain, capture };
    // On a hosted page nobody but K-Net says how much was taken.
    const asked = request.rail === 'terminal' ? said : plain;
    const one = await commit(this.real.deps, { code: kiosk, revoked: false }, request.pid, asked);
    this.#same(`commit ${how}`, one, this.model.commit(kiosk, asked));
  }

  async noCharge({ pid }: Ask): Promise<void> {
    const said = { reason: 'declined', proof: 'terminal_answer' } as const;
    this.#same('no-charge', await noCharge(this.real.deps, kiosk, pid, said), this.model.noCharge(kiosk, pid, said));
  }

  /** Two people at the kiosk say how it ended. */
  async word({ request, number }: Ask, outcome: 'captured' | 'not_charged' | 'reversed'): Promise<void> {
    const { pid } = request;
    const closure = { caseId: `${kiosk}-${outcome}`, evidence: 'acquirer_portal 77', atKiosk: true } as const;
    const said = { ...closure, staff: ['S1', 'S2'] as [string, string] };
    if (outcome === 'captured') {
      const asked = { ...commitOf(request, { receiptNo: receiptNoOf(number) }), closure: said };
      const one = await commit(this.real.deps, { code: kiosk, revoked: false }, pid, asked);
      return this.#same('word captured', one, this.model.commit(kiosk, asked));
    }
    if (outcome === 'not_charged') {
      const asked = { reason: 'declined', proof: 'people', closure: said } as const;
      const one = await noCharge(this.real.deps, kiosk, pid, asked);
      return this.#same('word not charged', one, this.model.noCharge(kiosk, pid, asked));
    }
    const asked = { refundRef: refundRef(pid), refundProof: 'acquirer_portal 77', closure: said };
    const one = await reversed(this.real.deps, kiosk, pid, asked);
    this.#same('word reversed', one, this.model.reversed(kiosk, pid, asked));
  }

  async reversed({ pid }: Ask): Promise<void> {
    const said = { refundRef: refundRef(pid), refundProof: 'T9' };
    this.#same('reversed', await reversed(this.real.deps, kiosk, pid, said), this.model.reversed(kiosk, pid, said));
  }

  async callback({ pid, request }: Ask, word: string, otherAmount: boolean, clear: boolean): Promise<void> {
    const amountFils = request.totalFils + (otherAmount ? 1_000 : 0);
    const amt = formatKnetAmount(fils(amountFils));
    const from = clear ? 'browser' : 'notification';
    const body = clear
      ? Buffer.from(`result=${encodeURIComponent(word)}&trackid=${pid}&amt=${amt}`)
      : this.real.knet.notification(pid, word, { amt });
    const source = clear ? 'knet_error' : 'knet_notify';
    const deps = { ...this.real.deps, timers: this.real.timers };
    const one = await receiveCallback(deps, this.real.page, { source, from, body });
    const other = receive(this.model, { pid, word, amountFils, clear }, from);
    if (one.status !== other.status) this.differences.push(`callback ${word}: ${one.status} and ${other.status}`);
  }

  /** A new process on the same tables. */
  async restart(): Promise<void> {
    await this.real.restart();
    this.#refresh();
    takeUp(this.model);
  }

  /** Time goes on in a few steps, with a round of work after each. */
  async pass(ms: number, steps: number): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      this.real.now += Math.round(ms / steps);
      await this.real.work();
      workOnce(this.model);
    }
  }

  /** Compares every row of both. */
  async compareRows(): Promise<void> {
    const [real, model] = [await realRows(this.real.database.db), modelRows(this.model.tables)];
    for (const name of new Set([...real.keys(), ...model.keys()])) {
      const [one, other] = [real.get(name), model.get(name)];
      if (one !== other) this.differences.push(`${name}: real ${one ?? 'none'}, model ${other ?? 'none'}`);
    }
  }

  #same(what: string, one: Answered, other: Answered): void {
    const [real, model] = [answerOf(one), answerOf(other)];
    if (real !== model) this.differences.push(`${what}: real ${real}, model ${model}`);
  }
}

type Answered =
  { readonly ok: true; readonly value: object } | { readonly ok: false; readonly error: { readonly error: string } };
