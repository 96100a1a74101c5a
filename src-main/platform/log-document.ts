import { auditEventSchema } from '../../src-shared/contract/audit-catalogue.ts';
import { logCatalogue, type LogEntry } from '../../src-shared/contract/log-catalogue.ts';

const headings = {
  fault: 'Faults: somebody has to do something',
  notice: 'Notices: worth a look when something is wrong',
  trace: 'Traces: what happened',
} as const;

/** The catalogue as a document for technicians (`docs/log-catalogue.md`). */
export function logDocument(): string {
  const entries = Object.entries<LogEntry>(logCatalogue);
  const sections = (['fault', 'notice', 'trace'] as const).map((level) => {
    const rows = entries.filter(([, entry]) => entry.level === level).map(([event, entry]) => row(event, entry));
    return `## ${headings[level]}\n\n| event | what it means | what to do | fields |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${opening}\n${sections.join('\n')}\n${auditSection()}`;
}

/** What the audit log can say, from its own catalogue. */
function auditSection(): string {
  const rows = auditEventSchema.options.map((option) => {
    const { kind, ...fields } = option.shape;
    return `| \`${kind.value}\` | ${option.description ?? ''} | ${Object.keys(fields).join(', ')} |`;
  });
  return `${aboutAudit}\n| event | what it means | fields |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

const aboutAudit = `## The audit log: what staff did

Made from \`src-shared/contract/audit-catalogue.ts\`. It is a journal of its own in \`<data folder>/audit\`, each record
chained to the one before; \`npm run verify\` checks it, beside the payment journal also by what each saw of the other.
Staff are named by their number, visitors never.
`;

const opening = `# What the kiosk's log says

Made from \`src-shared/contract/log-catalogue.ts\` by \`npm run test:unit -- log-document -u\`; do not edit.

\`<data folder>/logs/kiosk.log\` has one JSON object a line: \`at\` (UTC), \`level\`, \`event\` and the fields below. At 5 MB it
becomes \`kiosk.log.1\`; five older ones are kept. Only what is listed here is ever written.
`;

function row(event: string, { means, doThis, fields, maybe }: LogEntry): string {
  const names = [...Object.keys(fields ?? {}), ...Object.keys(maybe ?? {}).map((name) => `(${name})`)];
  return `| \`${event}\` | ${means} | ${doThis ?? ''} | ${names.join(', ')} |`;
}
