import type { RowFigures, SyncFigures } from './row.ts';
import type { RowReport } from './summary.ts';

const head = ['row', 'result', 'figures', 'violations', 'seconds'] as const;

/** One line for each row, in columns; complaints and reasons stand below their row. */
export function tableOf(rows: readonly RowReport[]): string {
  const lines = [head, ...rows.map(lineOf)];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const drawn = lines.map((line) =>
    line
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const [title = '', ...body] = drawn;
  return [title, ...body.flatMap((line, index) => [line, ...belowOf(rows[index])])].join('\n');
}

function lineOf({ name, outcome, complaints, seconds }: RowReport): readonly string[] {
  const result = complaints.length > 0 ? 'FAILED' : outcome.ran ? 'passed' : 'NOT RUN';
  const figures = outcome.ran ? figuresOf(outcome.figures) : '';
  return [name, result, figures, String(complaints.length), seconds.toFixed(1)];
}

type Figure = RowFigures[keyof RowFigures];

function figuresOf(figures: RowFigures | SyncFigures): string {
  return Object.entries(figures)
    .map(([figure, counted]: [string, Figure]) => {
      if (typeof counted === 'number') return `${figure} ${counted}`;
      if (counted === undefined) return '';
      if ('wipes' in counted) return figuresOf(counted);
      return 'killed' in counted
        ? `${figure} ${counted.killed}/${counted.total}`
        : `${figure} ${counted.reached}/${counted.legal}`;
    })
    .filter(Boolean)
    .join(', ');
}

/** Enough to see what is wrong; all of it, stacks included, is in rows.json. */
const shownComplaints = 20;

function belowOf(row: RowReport | undefined): string[] {
  if (!row) return [];
  const { outcome, complaints } = row;
  const said = outcome.ran ? (outcome.remarks ?? []) : [`not run: ${outcome.why}`];
  const more = complaints.length - shownComplaints;
  return [
    ...said,
    ...complaints.slice(0, shownComplaints).map((complaint) => `! ${complaint.split('\n')[0] ?? ''}`),
    ...(more > 0 ? [`! and ${more} more`] : []),
  ].map((line) => `    ${line}`);
}
