import { kuwaitDay, kuwaitIso } from '../../src-shared/domain/time.ts';
import { textFromFils } from './amount.ts';
import type { MoneyFact } from './ledger.ts';

/** First line of a settlement file; the K-Net simulator writes the same. */
const columns = 'rail,poi_id,service_id,pid,transaction_id,approval_code,amount_kwd,kind,at';

/**
 * What the acquirer settles with the merchant, as CSV. The service id is the payment's in every line of it.
 * @param day in Kuwait, YYYY-MM-DD; null for all days.
 */
export function terminalSettlement(facts: readonly MoneyFact[], day: string | null): string {
  const lines = facts
    .filter(({ at }) => day === null || kuwaitDay(at) === day)
    .map((fact) =>
      [
        'terminal',
        fact.poiId,
        fact.serviceId,
        fact.pid,
        fact.transactionId,
        fact.approvalCode,
        textFromFils(fact.amountFils),
        fact.kind,
        kuwaitIso(fact.at),
      ].join(','),
    );
  return [columns, ...lines].map((line) => `${line}\r\n`).join('');
}
