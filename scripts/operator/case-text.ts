import type { CaseFile } from '../../src-gateway/cases/close-case.ts';
import type { CaseView } from '../../src-gateway/cases/read-cases.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';

/** One case in one line. */
export function caseLine({ id, class: name, pid, subject, opened_at, closed_at }: CaseFile): string {
  const about = subject === '' || subject === pid ? pid : `${pid} (${subject})`;
  const ended = closed_at === null ? '' : `, closed ${moment(closed_at)}`;
  return `${id}  ${name}  ${about}  opened ${moment(opened_at)}${ended}`;
}

/** One case with all that bears on it. */
export function caseText({ file, payment, entries, lines }: CaseView): string {
  const ended =
    file.closed_at === null
      ? []
      : [
          `closed by ${file.closed_by?.join(' and ') ?? '-'}: ${file.reason ?? '-'}`,
          ...(file.outcome === null ? [] : [`outcome ${file.outcome} ${file.reference ?? ''}`.trim()]),
        ];
  return [
    caseLine(file),
    ...ended,
    `evidence ${JSON.stringify(file.evidence)}`,
    ...(payment === null
      ? ['not about a payment of ours']
      : [
          `payment ${payment.pid}, ${payment.rail} at ${payment.kiosk_code}, ${payment.state}`,
          `  agreed ${payment.total_fils} fils, taken ${payment.captured_fils ?? 'nothing'}, receipt ${payment.receipt_no ?? 'none'}`,
        ]),
    ...entries.map(({ account, amount_fils: amount, ref }) => `  booked ${account} ${amount} fils  ${ref}`),
    ...lines.map(
      (line) => `  acquirer ${line.kind} ${line.amount_fils} fils, ${line.transaction_id}, ${moment(line.at)}`,
    ),
  ].join('\n');
}

function moment(date: Date): string {
  return kuwaitIso(date.getTime()).slice(0, 19).replace('T', ' ');
}
