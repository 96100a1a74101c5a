import type { InquirySays } from '../gateway/outside.ts';

/** What K-Net knows of one attempt. */
export interface KnetRecord {
  readonly pid: string;
  readonly amountFils: number;
  status: 'open' | 'captured' | 'declined' | 'cancelled' | 'host_timeout' | 'voided';
  /** Times the card was debited; more than once never happens, and is looked at. */
  captures: number;
  capturedAt: number;
  /** Until then the record is not found, although there is one. */
  hiddenUntil: number;
  readonly refunds: number[];
}

/** K-Net's own book. */
export class KnetModel {
  readonly records = new Map<string, KnetRecord>();

  /** A browser comes with an address of ours. K-Net refuses a track id it has seen. */
  open(pid: string, amountFils: number): boolean {
    if (this.records.has(pid)) return false;
    this.records.set(pid, {
      ...{ pid, amountFils, status: 'open', captures: 0, capturedAt: 0, hiddenUntil: 0, refunds: [] },
    });
    return true;
  }

  /** The bank's answer to the card. Only an open page can be paid. */
  decide(pid: string, status: Exclude<KnetRecord['status'], 'open' | 'voided'>, now: number): boolean {
    const record = this.records.get(pid);
    if (!record || (record.status !== 'open' && record.status !== 'host_timeout')) return false;
    record.status = status;
    if (status === 'captured') {
      record.captures += 1;
      record.capturedAt = now;
    }
    return true;
  }

  void(pid: string): void {
    const record = this.records.get(pid);
    if (record?.status === 'captured') record.status = 'voided';
  }

  /** No key: asked twice, it pays twice. */
  refund(pid: string, amountFils: number): boolean {
    const record = this.records.get(pid);
    if (record?.status !== 'captured') return false;
    record.refunds.push(amountFils);
    return true;
  }

  inquire(pid: string, now: number): InquirySays {
    const record = this.records.get(pid);
    if (!record || now < record.hiddenUntil) return { says: 'not_found', amount: 'absent' };
    switch (record.status) {
      case 'captured':
        return { says: 'captured', amount: 'ours', reference: { result: 'CAPTURED', paymentId: pid.slice(0, 8) } };
      case 'declined':
      case 'cancelled':
        return { says: 'failure', amount: 'absent', reference: { result: 'NOT CAPTURED' } };
      case 'voided':
        return { says: 'voided', amount: 'absent', reference: { result: 'VOIDED' } };
      case 'host_timeout':
        return { says: 'unknown', amount: 'absent' };
      case 'open':
        return { says: 'not_found', amount: 'absent' };
    }
  }
}
