import { commandFor } from '../../../src-shared/payment/machine.ts';
import type { MachineFacts } from '../machine/machine-watch.ts';
import type { CachedResource } from '../../sync/registry.ts';
import { standingOf } from '../../sync/standing.ts';
import type { StaffDirectoryKeeper } from '../staff-directory.ts';
import type { StaffPorts } from '../staff-ports.ts';
import type { StatusFacts } from './status-lines.ts';

/** Everything the status page speaks of, gathered from all over the kiosk. */
export function statusFacts(
  ports: StaffPorts,
  directory: Pick<StaffDirectoryKeeper, 'about' | 'nowMs'>,
  machine: MachineFacts,
): StatusFacts {
  const { status, money, watch, connection, printer, time, clock, version } = ports;
  const { book, witness, days } = money;
  const gateway = watch.current();
  const open = book.open();
  return {
    enrolled: connection.identity !== null,
    outOfService: status().outOfService,
    gateway,
    journal: {
      open: book.canStart(),
      recognised: witness.trusted(),
      payments: book.all().length,
      seq: book.head().seq,
    },
    rails: status().rails.length,
    payments: {
      unknown: open.filter(({ state }) => state === 'unknown').length,
      unposted: open.filter((record) => commandFor(record, 'after_restart') === 'commit').length,
      cases: open.filter(({ state }) => state === 'manual').length,
    },
    owed: open.length + days.undelivered,
    aside: book.setAside.count,
    feed: copyFacts(ports.feed.resources()),
    staffList: directory.about && {
      no: directory.about.version,
      leftMs: Date.parse(directory.about.notAfter) - directory.nowMs(),
    },
    printer: printer.current(),
    clock: {
      nowMs: time.wallMs(),
      offMs: time.offMs(),
      proved: time.isProved,
      doubt: time.doubt(),
    },
    terminal: money.terminal(),
    scanner: ports.hasScanner,
    machine,
    start: { reason: ports.startReason, minutes: Math.floor(clock.monotonicMs() / 60_000) },
    lastZ: days.last?.no ?? null,
    version,
  };
}

/** The offline copy, and what it may still say. */
export function copyFacts(resources: readonly CachedResource[]): StatusFacts['feed'] {
  const copy = resources.find(({ name }) => name === 'feed');
  if (!copy || copy.seq === null) return null;
  const peppers = resources.find(({ name }) => name === 'peppers')?.state;
  const ageMs = copy.ageMs ?? 0;
  const says = standingOf({ ageMs, hasIndexPepper: peppers !== 'none', hasRowPepper: peppers === 'ready' });
  return { seq: copy.seq, ageMs, says, coming: copy.coming };
}
