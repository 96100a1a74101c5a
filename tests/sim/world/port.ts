import type { PaymentGateway } from '../../../src-main/payment/ports.ts';
import type { DayCloserPorts } from '../../../src-main/end-of-day/day-closer.ts';
import type { PaymentReport } from '../../../src-shared/contract/gateway-http.ts';
import type { Gateway } from './gateway.ts';
import type { Answer, Line } from './line.ts';

/** The gateway as one life of a kiosk's program calls it. */
export function gatewayPort(gateway: Gateway, line: Line, kiosk: string, alive: () => boolean): PaymentGateway {
  /** One transaction at the gateway. */
  const call = <T>(what: string, pid: string, act: () => Answer<T>) =>
    line.ask<T>((reply) => gateway.serve(`${kiosk} ${what}`, pid, act, reply), 0, alive);
  return {
    reserve: (request) => call('reserve', request.pid, () => gateway.model.reserve(kiosk, request)),
    open: (pid) => call('open', pid, () => gateway.model.open(kiosk, pid)),
    arm: (pid) => call('arm', pid, () => gateway.model.arm(kiosk, pid)),
    commit: (pid, request) => call('commit', pid, () => gateway.model.commit(kiosk, request)),
    withdraw: (pid) => call('withdraw', pid, () => gateway.model.withdraw(kiosk, pid)),
    noCharge: (pid, request) => call('no-charge', pid, () => gateway.model.noCharge(kiosk, pid, request)),
    reversed: (pid, request) => call('reversed', pid, () => gateway.model.reversed(kiosk, pid, request)),
    postings: (pid) => call('postings', pid, () => gateway.model.postings(kiosk, pid)),
    report: (pid, seen, waitSeconds) =>
      line.ask<PaymentReport>(
        (reply) => gateway.report(kiosk, pid, seen, waitSeconds, reply),
        waitSeconds * 1000,
        alive,
      ),
  };
}

/** The way on which one life of a kiosk's program brings its closed days. */
export function dayReportPort(
  gateway: Gateway,
  line: Line,
  kiosk: string,
  alive: () => boolean,
): DayCloserPorts['gateway'] {
  return {
    dayReport: (signed) =>
      line.ask(
        (reply) => gateway.serve(`${kiosk} Z`, String(signed.report.no), () => gateway.model.takeDay(signed), reply),
        0,
        alive,
      ),
  };
}
