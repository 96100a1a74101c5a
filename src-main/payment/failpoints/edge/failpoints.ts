import type { TerminalDriver } from '../../../devices/terminal/driver.ts';
import type { Journal } from '../../../journal/journal.ts';
import type { PaymentGateway } from '../../ports.ts';
import { failpoint } from '../failpoint.ts';
import { callsWithFailpoints, journalWithFailpoints } from '../with-failpoints.ts';

/*
 * Places at which the test flavour ends itself by SIGKILL, so that tests can look at every kind of sudden death.
 * `__TEST_FLAVOUR__` is a constant of the build: in the release flavour these functions hand back what they were
 * given, and everything behind them is gone from the file.
 */

const hit = __TEST_FLAVOUR__
  ? failpoint({
      setting: () => process.env['WAFA_FAILPOINT'],
      strike: () => {
        process.kill(process.pid, 'SIGKILL');
      },
    })
  : null;

/** The journal that the payment room writes to. */
export function withFailpoints(journal: Journal): Journal {
  return hit ? journalWithFailpoints(journal, hit) : journal;
}

/** The gateway that the payment room asks. */
export function withGatewayFailpoints(gateway: PaymentGateway): PaymentGateway {
  return hit ? callsWithFailpoints('send', gateway, hit) : gateway;
}

/** The card terminal that the payment room asks for money. */
export function withTerminalFailpoints(terminal: TerminalDriver): TerminalDriver {
  return hit ? callsWithFailpoints('terminal', terminal, hit) : terminal;
}
