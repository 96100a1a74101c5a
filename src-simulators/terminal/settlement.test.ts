import { describe, expect, it } from 'vitest';
import { filsFromMajor, majorFromFils, textFromFils } from './amount.ts';
import { moneyFacts } from './ledger.ts';
import { terminalSettlement } from './settlement.ts';
import { goodCard, startRig } from './test-rig.ts';

describe('the settlement of a terminal', () => {
  it('has charges and reversals of a day in Kuwait, each under the service id of the payment', () => {
    const { clock, line, ledger } = startRig({ auto: { afterMs: 0, card: goodCard } });
    line.pay('P1', 5);
    clock.pass(5_000);
    line.reverse('R1', line.payments()[0]);
    clock.pass(13 * 3_600_000);
    line.pay('P2', 0.25);
    clock.pass(5_000);
    const facts = moneyFacts(ledger);
    expect(terminalSettlement(facts, '2026-01-01')).toMatch(
      new RegExp(
        [
          '^rail,poi_id,service_id,pid,transaction_id,approval_code,amount_kwd,kind,at',
          'terminal,POI1,P1,pid-P1,T000000001,\\d{6},5.000,charged,2026-01-01T12:00:01.200\\+03:00',
          'terminal,POI1,P1,pid-P1,T000000002,\\d{6},5.000,reversed,2026-01-01T12:00:06.200\\+03:00',
          '$',
        ].join('\\r\\n'),
      ),
    );
    expect(terminalSettlement(facts, '2026-01-02').split('\r\n')[1]).toMatch(
      /,P2,pid-P2,.*,0\.250,charged,2026-01-02T01/,
    );
    expect(terminalSettlement(facts, null).split('\r\n')).toHaveLength(5);
    expect(terminalSettlement(facts, '2026-01-03').split('\r\n')).toHaveLength(2);
  });
});

describe('a terminal on the ledger of another life', () => {
  it('gives no transaction a number that was given before, whatever became of that one', () => {
    const first = startRig();
    first.line.pay('P1');
    first.core.pressCancel();
    const second = startRig({ auto: { afterMs: 0, card: goodCard } }, first.ledger);
    second.line.pay('P2');
    second.clock.pass(5_000);
    const numbers = first.ledger.entries().flatMap((entry) => (entry.type === 'accepted' ? entry.transactionId : []));
    expect(numbers).toEqual(['T000000001', 'T000000002']);
    expect(second.line.status('P1').repeated?.Response.ErrorCondition).toBe('Cancel');
  });
});

describe('amounts', () => {
  it('go out and come back as the same fils, all the way through the JSON', () => {
    for (let fils = 1; fils < 1_000_000; fils += 137) {
      expect(filsFromMajor(Number(JSON.stringify(majorFromFils(fils))))).toBe(fils);
    }
  });

  it('that are no whole number of fils, nothing, or too much are none', () => {
    expect([0, -1, 0.0001, 1.0005, 1_000_000, Number.NaN].map(filsFromMajor)).toEqual(Array(6).fill(null));
    expect(filsFromMajor(1.2500000001)).toBe(1250);
  });

  it('are written with three decimals', () => {
    expect([1, 15_000, 999_999_999].map(textFromFils)).toEqual(['0.001', '15.000', '999999.999']);
  });
});
