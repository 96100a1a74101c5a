import { DayBook, type DayReportSetting } from '../../../src-main/end-of-day/day-book.ts';
import { closeCase } from '../../../src-main/staff/payments/payment-acts.ts';
import type { NoChargeRequest, PaymentReport } from '../../../src-shared/contract/gateway-http.ts';
import type { ChainHead } from '../../../src-shared/contract/journal.ts';
import type { DayReport } from '../../../src-shared/domain/day-report.ts';
import { ok } from '../../../src-shared/result.ts';
import { GatewayModel, type Reply } from '../gateway/gateway-model.ts';
import type { Kiosk } from '../world/kiosk.ts';
import type { Mutant } from './mutant.ts';

/** Forgets that the payer was told "not charged" by people at a kiosk. */
class WordForgotten extends GatewayModel {
  override noCharge(kiosk: string, pid: string, request: NoChargeRequest): Reply<PaymentReport> {
    const reply = super.noCharge(kiosk, pid, request);
    const row = this.find(kiosk, pid);
    if (row && request.closure) row.toldNotCharged = false;
    return reply;
  }
}

/** Numbers the days since the program started. */
class CountedDays extends DayBook {
  readonly #kiosk: Kiosk;

  constructor(kiosk: Kiosk) {
    super();
    kiosk.memory.set('days', 0);
    this.#kiosk = kiosk;
  }

  override report(head: ChainHead, setting: DayReportSetting): DayReport {
    const no = Number(this.#kiosk.memory.get('days')) + 1;
    this.#kiosk.memory.set('days', no);
    return { ...super.report(head, setting), no };
  }
}

export const staffMutants: readonly Mutant[] = [
  {
    ...{ id: 'M42', name: 'handOverForgets', broken: 'a slip names a case that the journal does not have' },
    killedBy: ['staff'],
    rail: 'phone',
    needs: ['staff', 'knet_silent'],
    patch: {
      handOver: async ({ book }, pid) => {
        const caseId = `K001-${pid.slice(0, 8).toUpperCase()}`;
        return ok({ caseId, printed: book.get(pid) !== null });
      },
    },
  },
  {
    ...{ id: 'M43', name: 'onePersonCloses', broken: 'one person closes a case alone' },
    killedBy: ['staff'],
    rail: 'phone',
    needs: ['staff', 'knet_silent'],
    patch: {
      closeCase: (ports, pid, { closing, staff: [one] }) => closeCase(ports, pid, { closing, staff: [one, 'S202'] }),
    },
  },
  {
    ...{ id: 'M44', name: 'closedPaysAgain', broken: 'a case that was closed as "not charged" is paid again' },
    killedBy: ['never', 'I1'],
    rail: 'terminal',
    needs: ['staff', 'terminal_silent'],
    patch: {
      closeCase: async (ports, pid, word) => {
        const closed = await closeCase(ports, pid, word);
        const course = ports.payments.courseOf(pid);
        if (closed.ok && closed.value.state === 'not_charged') await course?.rail.send(closed.value);
        return closed;
      },
    },
  },
  {
    ...{ id: 'M45', name: 'wordForgotten', broken: 'money that turns up after people said "not charged" is kept' },
    killedBy: ['I5'],
    rail: 'phone',
    needs: ['staff', 'staff_wrong', 'visitor_leaves', 'callbacks'],
    patch: { Gateway: WordForgotten },
  },
  {
    ...{ id: 'M46', name: 'daysFromMemory', broken: 'Z numbers are counted in memory' },
    killedBy: ['Z'],
    rail: 'phone',
    needs: ['staff', 'process_crash'],
    patch: { days: (kiosk) => new CountedDays(kiosk) },
  },
];
