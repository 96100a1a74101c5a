import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { FaultProfile } from './row.ts';

/** What a run of the fault rows was asked to do. */
export interface FaultOrder {
  readonly profile: FaultProfile;
  /** Names of the rows to run, in the order of the list. */
  readonly rows: readonly string[];
  /** Replays one case of the one row that was named. */
  readonly seed: number | null;
}

const options = {
  profile: { type: 'string', default: 'ci' },
  row: { type: 'string', multiple: true },
  seed: { type: 'string' },
} as const;

/**
 * Reads `--profile ci|nightly [--row NAME …] [--seed N]`; names may also follow one `--row`. The error is one
 * sentence that says what to change.
 *
 * @param known names of all rows; without `--row` they all run
 */
export function readArguments(args: readonly string[], known: readonly string[]): Result<FaultOrder, string> {
  const read = parsed(args);
  if (!read.ok) return read;
  const { profile, named, seed } = read.value;
  if (profile !== 'ci' && profile !== 'nightly') return err(`--profile can be ci or nightly, not "${profile}"`);
  const unknown = named.find((name) => !known.includes(name));
  if (unknown !== undefined) return err(`there is no row "${unknown}": choose from ${known.join(', ')}`);
  const rows = known.filter((name) => named.length === 0 || named.includes(name));
  if (seed === undefined) return ok({ profile, rows, seed: null });
  if (!/^\d{1,15}$/.test(seed)) return err(`--seed must be a whole number, not "${seed}"`);
  if (rows.length !== 1) return err('--seed replays one case: name its row with --row');
  return ok({ profile, rows, seed: Number(seed) });
}

function parsed(args: readonly string[]): Result<{ profile: string; named: string[]; seed?: string }, string> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { profile, row = [], seed } = values;
    if (positionals.length > 0 && row.length === 0) return err(`say --row before "${positionals.join(' ')}"`);
    return ok({ profile, named: [...row, ...positionals], ...(seed === undefined ? {} : { seed }) });
  } catch (failure) {
    return err(failure instanceof Error ? failure.message : String(failure));
  }
}
