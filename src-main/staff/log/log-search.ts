import { z } from 'zod';
import {
  logDepthSchema,
  logPageLines,
  type LogDepth,
  type LogQuery,
  type LogRow,
} from '../../../src-shared/contract/staff/log.ts';

/** The log's files, youngest first; each is read when its turn comes. */
export type LogFiles = () => AsyncIterable<string>;

const lineSchema = z
  .object({ at: z.iso.datetime(), level: logDepthSchema, event: z.string().max(80) })
  .catchall(z.union([z.string(), z.number()]));

const rank: Readonly<Record<LogDepth, number>> = { trace: 0, notice: 1, fault: 2 };
const longestValue = 600;

/** One page of what fits, youngest first. A line that was cut by a power loss is passed over. */
export async function searchLog(files: LogFiles, query: LogQuery): Promise<{ rows: LogRow[]; more: boolean }> {
  const rows: LogRow[] = [];
  let left = query.skip;
  for await (const text of files()) {
    for (const line of linesBackwards(text)) {
      const row = rowOf(line, query);
      if (!row) continue;
      if (left > 0) left -= 1;
      else if (rows.length === logPageLines) return { rows, more: true };
      else rows.push(row);
    }
  }
  return { rows, more: false };
}

function rowOf(line: string, { text, depth }: LogQuery): LogRow | null {
  if (text !== '' && !line.toLowerCase().includes(text.toLowerCase())) return null;
  const read = lineSchema.safeParse(parsed(line));
  if (!read.success || rank[read.data.level] < rank[depth]) return null;
  const { at, level, event, ...fields } = read.data;
  return {
    at,
    level,
    event,
    fields: Object.entries(fields)
      .slice(0, 20)
      .map(([name, value]) => [name.slice(0, 40), String(value).slice(0, longestValue)]),
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function* linesBackwards(text: string): Generator<string> {
  let end = text.length;
  while (end > 0) {
    const start = text.lastIndexOf('\n', end - 1);
    if (start + 1 < end) yield text.slice(start + 1, end);
    end = start;
  }
}
