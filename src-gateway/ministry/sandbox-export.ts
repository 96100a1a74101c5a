import type { Obligation } from '../../src-shared/domain/obligation.ts';
import { ExportBrokenError, type MinistryLog, type PartyObligations } from './port.ts';
import { fieldsOf, type SandboxLine } from './sandbox-line.ts';
import { obligationOf, partyOf } from './sandbox-mapping.ts';
import { obligationsSchema } from './sandbox-owed.ts';
import { exportQuestion, type Question } from './sandbox-questions.ts';
import { fineOf } from './sandbox-residency-mapping.ts';
import { residencyExportQuestion } from './sandbox-residency.ts';

/** What one record of a list says. */
interface Listed {
  readonly id_type: 1 | 2 | 3;
  readonly id_no: string;
  readonly obligations: readonly Obligation[];
}

interface Page {
  readonly records: readonly Listed[];
  readonly next: number | null;
  readonly total: number;
}

/**
 * Everybody with a ticket or a fine, each once. The residency list is read first and kept: it is the shorter one, and a
 * person in both comes out of the traffic list with everything.
 */
export async function* allParties(
  lines: { readonly traffic: SandboxLine; readonly residency: SandboxLine },
  log: MinistryLog,
): AsyncGenerator<PartyObligations> {
  const fines = new Map<string, Listed>();
  for await (const one of residencyList(lines.residency, log)) fines.set(keyOf(one), one);
  for await (const one of trafficList(lines.traffic, log)) {
    const also = fines.get(keyOf(one));
    fines.delete(keyOf(one));
    yield { party: partyOf(one), obligations: checked([...one.obligations, ...(also?.obligations ?? [])]) };
  }
  for (const one of fines.values()) yield { party: partyOf(one), obligations: checked(one.obligations) };
}

const keyOf = ({ id_type, id_no }: Listed): string => `${id_type} ${id_no}`;

function checked(obligations: readonly Obligation[]): Obligation[] {
  const read = obligationsSchema.safeParse(obligations);
  if (!read.success) throw new ExportBrokenError(`a record is not of the agreed shape: ${fieldsOf(read.error)}`);
  return read.data;
}

function trafficList(line: SandboxLine, log: MinistryLog): AsyncGenerator<Listed> {
  return list(line, exportQuestion, ({ persons, next_page, total_persons }) => ({
    records: persons.map(({ violations, ...person }) => ({
      ...person,
      obligations: violations.map((violation) => obligationOf(violation, log)),
    })),
    next: next_page,
    total: total_persons,
  }));
}

function residencyList(line: SandboxLine, log: MinistryLog): AsyncGenerator<Listed> {
  return list(line, residencyExportQuestion, ({ files, next_page, total_files }) => ({
    records: files.map(({ fines, ...person }) => ({
      ...person,
      obligations: fines.map((fine) => fineOf(fine, 'residency', log)),
    })),
    next: next_page,
    total: total_files,
  }));
}

/** Every record of a list in pages. */
async function* list<T>(
  line: SandboxLine,
  question: (page: number) => Question<T>,
  pageOf: (answer: T) => Page,
): AsyncGenerator<Listed> {
  let received = 0;
  for (let page = 0; ; page += 1) {
    const answer = await line.ask(question(page));
    if (!answer.ok) throw new ExportBrokenError('the ministry stopped answering');
    const { records, next, total } = pageOf(answer.value);
    yield* records;
    received += records.length;
    if (next === null && received === total) return;
    if (next !== page + 1) throw new ExportBrokenError('the list is not complete');
  }
}
