import { logQuerySchema, type LogQuery } from '../../../src-shared/contract/staff/log.ts';
import { ok } from '../../../src-shared/result.ts';
import { searchLog, type LogFiles } from '../log/log-search.ts';
import type { Place, PlaceHandlers } from '../place.ts';

export interface LogPlacePorts {
  readonly files: LogFiles;
  /** The page has something new to show. */
  readonly refresh: () => void;
}

/** The page of the kiosk's log. */
export function logPlace({ files, refresh }: LogPlacePorts): {
  place: Place<'log'>;
  handlers: PlaceHandlers<'searchLog'>;
} {
  const everything = logQuerySchema.parse({});
  let query = everything;
  let found: Awaited<ReturnType<typeof searchLog>> = { rows: [], more: false };
  const look = async (asked: LogQuery): Promise<void> => {
    query = asked;
    found = await searchLog(files, asked);
  };
  return {
    place: {
      enter: () => void look(everything).then(refresh),
      leave: () => {
        found = { rows: [], more: false };
      },
      view: () => ({ name: 'log', query, ...found }),
    },
    handlers: {
      searchLog: async (intent) => {
        await look(intent.query);
        return ok(null);
      },
    },
  };
}
