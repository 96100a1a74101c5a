import type { DayReport } from '../../../src-shared/domain/day-report.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { DayCloser } from '../../end-of-day/day-closer.ts';
import type { StaffPaper } from '../../paper/create-paper.ts';
import type { Place, PlaceHandlers } from '../place.ts';

export interface DayPlacePorts {
  readonly days: Pick<DayCloser, 'x' | 'close' | 'last'>;
  readonly paper: Pick<StaffPaper, 'printDay'>;
  /** The page has something new to show. */
  readonly refresh: () => void;
}

/** The page on which the day is looked at, closed and printed. */
export function dayPlace({ days, paper, refresh }: DayPlacePorts): {
  place: Place<'day'>;
  handlers: PlaceHandlers<'closeDay' | 'printDay'>;
} {
  let x: DayReport | null = null;
  const look = async (): Promise<void> => {
    const report = await days.x();
    x = report.ok ? report.value : null;
    refresh();
  };
  return {
    place: {
      enter: () => {
        x = null;
        void look();
      },
      view: () => ({ name: 'day', x, lastZ: days.last }),
    },
    handlers: {
      closeDay: async () => {
        const closed = await days.close();
        if (!closed.ok) return closed;
        await look();
        return ok('day_closed');
      },
      printDay: async ({ which, language }) => {
        if (which === 'x') await look();
        const report = which === 'x' ? x : days.last;
        if (!report) return err(which === 'x' ? 'not_enrolled' : 'no_z');
        const printed = await paper.printDay(report, which === 'z', language);
        return printed.ok ? ok('printed') : err('not_printed');
      },
    },
  };
}
