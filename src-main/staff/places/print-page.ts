import type { PlaceView } from '../../../src-shared/contract/staff-ipc.ts';
import { kuwaitIso } from '../../../src-shared/domain/time.ts';
import type { Clock } from '../../../src-shared/ports.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { StaffPaper } from '../../paper/create-paper.ts';
import type { PlaceHandlers } from '../place.ts';

export interface PrintPagePorts {
  /** What is on the screen now. */
  readonly onScreen: () => PlaceView;
  readonly paper: Pick<StaffPaper, 'printPage'>;
  readonly kioskCode: () => string;
  readonly clock: Clock;
}

/** Whatever page somebody looks at can be taken along on paper. */
export function printPage({ onScreen, paper, kioskCode, clock }: PrintPagePorts): PlaceHandlers<'printPage'> {
  return {
    printPage: async ({ language }, by) => {
      const at = kuwaitIso(clock.wallMs());
      const printed = await paper.printPage({ view: onScreen(), kioskCode: kioskCode(), at, by: by.id, language });
      return printed.ok ? ok('printed') : err('not_printed');
    },
  };
}
