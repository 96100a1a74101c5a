import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultOrder } from './read-arguments.ts';
import type { FaultProfile, RowOutcome } from './row.ts';
import type { ListedRow } from './rows.ts';
import { complaintsOf, type RowReport } from './summary.ts';

/** Runs the rows one after the other. Never throws: a row that does is a row that failed. */
export async function runRows(
  list: readonly ListedRow[],
  order: FaultOrder,
  say: (line: string) => void,
): Promise<RowReport[]> {
  const reports: RowReport[] = [];
  for (const listed of list.filter(({ name }) => order.rows.includes(name))) {
    const begun = performance.now();
    say(`${listed.name} …`);
    const { title, outcome } = await runRow(listed, order, (line) => say(`  ${line}`));
    const complaints = complaintsOf(outcome, {
      required: listed.required.includes(order.profile),
      // One replayed case does not bring the counts of a whole run.
      least: order.seed === null ? listed.least[order.profile] : {},
    });
    const seconds = Math.round((performance.now() - begun) / 100) / 10;
    reports.push({ name: listed.name, title, outcome, complaints, seconds });
  }
  return reports;
}

async function runRow(
  { name, load }: ListedRow,
  { profile, seed }: { profile: FaultProfile; seed: number | null },
  say: (line: string) => void,
): Promise<{ title: string; outcome: RowOutcome }> {
  let title = '';
  let folder = '';
  try {
    const { row } = await load();
    ({ title } = row);
    say(title);
    folder = mkdtempSync(join(tmpdir(), `wafa-faults-${name}-`));
    const outcome = await row.run({ profile, seed, folder, say });
    if (outcome.ran && outcome.violations.length > 0) say(`its files are kept in ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
    return { title, outcome };
  } catch (failure) {
    say(`it broke${folder && `; its files are kept in ${folder}`}`);
    const why = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    return { title, outcome: { ran: true, figures: {}, violations: [`the row broke: ${why}`] } };
  }
}
