import { z } from 'zod';
import { parseKnetAmount } from '../../src-shared/domain/money.ts';
import { pidSchema, terminalReferenceSchema } from '../../src-shared/domain/receipt.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { NumberedLine, SettlementImporter, SettlementLine } from './settlement-importer.ts';

/** The first line of every file. */
export const simulatorHeader = 'rail,poi_id,service_id,pid,transaction_id,approval_code,amount_kwd,kind,at';

const columns = simulatorHeader.split(',');
const orNothing = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal('').transform(() => null), schema]).describe('may be empty');

const rowSchema = z.object({
  rail: z.enum(['knet', 'terminal']),
  poi_id: orNothing(terminalReferenceSchema.shape.poiId),
  service_id: orNothing(terminalReferenceSchema.shape.serviceId),
  pid: orNothing(pidSchema),
  transaction_id: z.string().min(1).max(40),
  approval_code: orNothing(z.string().max(12)),
  amount_kwd: z.string().transform((text, context) => {
    const amount = parseKnetAmount(text);
    if (amount.ok) return amount.value;
    context.issues.push({ code: 'custom', input: text, message: 'not an amount in KWD such as 5.000' });
    return z.NEVER;
  }),
  kind: z.enum(['charged', 'reversed', 'voided', 'refunded']),
  at: z.iso.datetime({ offset: true }),
});

/** Settlement files of this product's simulators: comma-separated, no quotes, one header line, UTF-8, LF or CRLF. */
export const simulatorCsv: SettlementImporter = {
  read: (text) => {
    const rows = text.replace(/^\uFEFF/, '').split(/\r?\n/);
    if (rows.at(-1) === '') rows.pop();
    if (rows[0] !== simulatorHeader) return err([`line 1: must be the header ${simulatorHeader}`]);
    const lines: NumberedLine[] = [];
    const wrong: string[] = [];
    for (const [at, row] of rows.entries()) {
      if (at === 0) continue;
      const read = readRow(row);
      if (read.ok) lines.push({ ...read.value, lineNo: at + 1 });
      else wrong.push(`line ${at + 1}: ${read.error}`);
    }
    return wrong.length > 0 ? err(wrong) : ok(lines);
  },
};

function readRow(row: string): Result<SettlementLine, string> {
  const fields = row.split(',');
  if (fields.length !== columns.length) return err(`has ${fields.length} columns instead of ${columns.length}`);
  const read = rowSchema.safeParse(Object.fromEntries(columns.map((name, at) => [name, fields[at]])));
  if (!read.success) return err(whatIsWrong(read.error));
  const { poi_id, service_id, pid, ...line } = read.data;
  if ((poi_id === null) !== (service_id === null)) return err('poi_id and service_id belong together');
  return ok({
    acquirer: line.rail,
    railRef: poi_id === null || service_id === null ? null : `${poi_id}/${service_id}`,
    pid,
    transactionId: line.transaction_id,
    approvalCode: line.approval_code,
    amountFils: line.amount_kwd,
    kind: line.kind,
    at: line.at,
  });
}

/** Names columns and what is expected there, never what stood there. */
function whatIsWrong(error: z.ZodError): string {
  return [...new Set(error.issues.map(({ path, message }) => `${path.join('.')} (${message})`))].join(', ');
}
