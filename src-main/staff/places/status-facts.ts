import { commandFor } from '../../../src-shared/payment/machine.ts';
import type { MachineFacts } from '../machine/machine-watch.ts';
import type { StaffPorts } from '../staff-ports.ts';
import type { StatusFacts } from './status-lines.ts';

/** Everything the status page speaks of, gathered from all over the kiosk. */
export function statusFacts(ports: StaffPorts, machine: MachineFacts): StatusFacts {
  const { status, money, watch, connection, feed, printer, time, clock, version } = ports;
  const { book, witness, days } = money;
  const gateway = watch.current();
  const open = book.open();
  const copy = feed.resources().find(({ name }) => name === 'feed');
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
    feed: copy && copy.seq !== null ? { seq: copy.seq, ageMs: copy.ageMs ?? 0, coming: copy.coming } : null,
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
