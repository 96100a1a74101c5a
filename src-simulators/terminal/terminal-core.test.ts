import { describe, expect, it } from 'vitest';
import { saleToPoiResponseSchema } from '../../src-shared/contract/nexo.ts';
import { goodCard, poiId, startRig } from './test-rig.ts';

describe('a payment', () => {
  it('asks for a card, asks the bank, answers, and is in the ledger once', () => {
    const { core, clock, line, money } = startRig();
    line.pay('P1', 15.25);
    expect(core.state().display).toBe('Present card — 15.250 KD');
    clock.pass(10_000);
    expect(core.presentCard(goodCard)).toBe(true);
    expect([core.state().display, money(), line.payments()]).toEqual(['Please wait', [], []]);
    clock.pass(1_200);
    expect(core.state().display).toBe('Approved');
    expect(money()).toEqual(['charged 15250']);
    expect(line.payments()).toMatchObject([
      {
        Response: { Result: 'Success' },
        SaleData: { SaleTransactionID: { TransactionID: 'pid-P1', TimeStamp: 'then' } },
        PaymentResult: { AmountsResp: { Currency: 'KWD', AuthorizedAmount: 15.25 }, OnlineFlag: true },
      },
    ]);
    expect(line.answers.at(-1)?.MessageHeader).toMatchObject({ ServiceID: 'P1', SaleID: 'K001', POIID: poiId });
    clock.pass(4_000);
    expect(core.state().display).toBe('Welcome');
  });

  it('speaks the contract: every answer and every amount passes its schema', () => {
    const { core, clock, line } = startRig({ auto: { afterMs: 500, card: { ...goodCard, entry: 'insert' } } });
    line.pay('P1', 0.001);
    clock.pass(10_000);
    line.status('P1');
    line.reverse('R1', line.payments()[0]);
    clock.pass(10_000);
    line.diagnose();
    line.send('Totals', 'T', { TotalsRequest: { TotalDetails: [] } });
    core.reboot({ forget: false });
    expect(line.answers).toHaveLength(6);
    for (const answer of line.answers) {
      expect(saleToPoiResponseSchema.safeParse({ SaleToPOIResponse: answer }).error).toBeUndefined();
    }
  });

  it('writes money down with everything a settlement needs', () => {
    const { core, clock, line, ledger } = startRig();
    line.pay('P1', 5);
    core.presentCard(goodCard);
    clock.pass(1_200);
    expect(ledger.entries().find(({ type }) => type === 'money')).toMatchObject({
      kind: 'charged',
      pid: 'pid-P1',
      saleId: 'K001',
      poiId,
      serviceId: 'P1',
      amountFils: 5_000,
      at: Date.UTC(2026, 0, 1, 9) + 1_200,
      approvalCode: expect.stringMatching(/^\d{6}$/),
      transactionId: 'T000000001',
    });
  });

  it.each(['Refusal', 'WrongPIN', 'InvalidCard', 'PaymentRestriction', 'Cancel'] as const)(
    'with a card that comes to %s charges nothing and says so',
    (outcome) => {
      const { core, clock, line, money } = startRig();
      line.pay('P1');
      core.presentCard({ ...goodCard, outcome });
      clock.pass(1_200);
      expect([line.paymentWords(), money()]).toEqual([[outcome], []]);
      expect(line.status('P1').repeated?.Response.ErrorCondition).toBe(outcome);
    },
  );

  it('without a card ends after 120 s', () => {
    const { clock, line } = startRig();
    line.pay('P1');
    clock.pass(119_999);
    expect(line.paymentWords()).toEqual([]);
    clock.pass(1);
    expect(line.paymentWords()).toEqual(['Cancel']);
  });

  it('waits for the PIN of an inserted card, and takes a good one, a wrong one, the cancel key and silence', () => {
    const { core, clock, line, money } = startRig();
    const start = (id: string): void => {
      line.pay(id);
      core.presentCard({ ...goodCard, entry: 'insert', askPin: true });
      expect(core.state().display).toMatch(/^Enter PIN/);
    };
    start('P1');
    expect(core.enterPin('good')).toBe(true);
    clock.pass(10_000);
    start('P2');
    core.enterPin('wrong');
    clock.pass(10_000);
    start('P3');
    core.pressCancel();
    clock.pass(10_000);
    start('P4');
    clock.pass(60_000);
    expect(line.paymentWords()).toEqual(['Success', 'WrongPIN', 'Cancel', 'Cancel']);
    expect(money()).toEqual(['charged 15000']);
    expect([core.enterPin('good'), core.pressCancel()]).toEqual([false, false]);
  });

  it('does not stop when its line drops, and is told to who asks on another', () => {
    const { core, clock, line, connect, money } = startRig();
    line.pay('P1');
    line.close();
    core.presentCard(goodCard);
    clock.pass(1_200);
    const other = connect();
    expect(other.status('P1')).toMatchObject({ word: 'Success', repeated: { Response: { Result: 'Success' } } });
    expect([line.payments(), money()]).toEqual([[], ['charged 15000']]);
  });

  it('is never charged again under its ServiceID, while it runs and after', () => {
    const { core, clock, line, money } = startRig();
    line.pay('P1');
    line.pay('P1');
    core.presentCard(goodCard);
    clock.pass(1_200);
    line.pay('P1');
    expect(line.paymentWords()).toEqual(['NotAllowed', 'Success', 'NotAllowed']);
    core.presentCard(goodCard);
    clock.pass(200_000);
    expect(money()).toEqual(['charged 15000']);
    expect(line.status('P1').repeated?.Response.Result).toBe('Success');
  });

  it('leaves no room for a second one, which the terminal does not remember', () => {
    const { core, clock, line, connect, money } = startRig();
    const other = connect('K002');
    other.logIn();
    line.pay('P1');
    other.pay('P1');
    expect(other.paymentWords()).toEqual(['Busy']);
    core.presentCard(goodCard);
    clock.pass(1_200);
    expect(other.status('P1').word).toBe('NotFound');
    expect([line.paymentWords(), money()]).toEqual([['Success'], ['charged 15000']]);
  });

  it.each([0, 0.0005, 1.23456, 2_000_000])('of %d KWD is refused as malformed', (amount) => {
    const { line } = startRig();
    line.pay('P1', amount);
    expect(line.paymentWords()).toEqual(['MessageFormat']);
  });
});

describe('Abort', () => {
  it('stops a payment that waits for the card, and has no answer of its own', () => {
    const { core, line, money } = startRig();
    line.pay('P1');
    line.abort('P2');
    expect(line.paymentWords()).toEqual([]);
    line.abort('P1');
    expect(line.paymentWords()).toEqual(['Aborted']);
    expect(core.presentCard(goodCard)).toBe(false);
    expect(line.answers.map(({ MessageHeader }) => MessageHeader.MessageCategory)).toEqual(['Login', 'Payment']);
    expect(money()).toEqual([]);
  });

  it('comes too late once the bank is asked', () => {
    const { core, clock, line, money } = startRig();
    line.pay('P1');
    core.presentCard(goodCard);
    line.abort('P1');
    clock.pass(1_200);
    expect([line.paymentWords(), money()]).toEqual([['Success'], ['charged 15000']]);
  });
});

describe('TransactionStatus', () => {
  it('says InProgress, then repeats the very answer, and NotFound for what it never saw', () => {
    const { core, clock, line } = startRig();
    line.pay('P1');
    expect(line.status('P1').word).toBe('InProgress');
    core.presentCard(goodCard);
    expect(line.status('P1').word).toBe('InProgress');
    clock.pass(1_200);
    expect(line.status('P1').repeated).toEqual(line.payments()[0]);
    expect(line.status('P9').word).toBe('NotFound');
  });
});

describe('a reversal', () => {
  const paid = (settings = {}): ReturnType<typeof startRig> => {
    const rig = startRig({ auto: { afterMs: 0, card: goodCard }, ...settings });
    for (const id of ['P1', 'P2']) {
      rig.line.pay(id);
      rig.clock.pass(5_000);
    }
    return rig;
  };

  it('gives a payment back once, and refuses it the second time', () => {
    const { clock, line, money } = paid();
    line.reverse('R1', line.payments()[0], 15);
    clock.pass(1_200);
    line.reverse('R2', line.payments()[0]);
    line.reverse('R1', line.payments()[1]);
    clock.pass(1_200);
    expect(line.reversalWords()).toEqual(['Success', 'NotAllowed', 'NotAllowed']);
    expect(money()).toEqual(['charged 15000', 'charged 15000', 'reversed 15000']);
  });

  it('of a part, of something unknown, or while a payment runs is refused', () => {
    const { clock, line, money } = paid();
    line.reverse('R1', line.payments()[0], 14.999);
    line.reverse('R2', undefined);
    line.pay('P3');
    line.reverse('R3', line.payments()[0]);
    clock.pass(5_000);
    expect(line.reversalWords()).toEqual(['NotAllowed', 'NotFound', 'Busy']);
    expect(money()).toEqual(['charged 15000', 'charged 15000', 'charged 15000']);
  });

  it('on a terminal that takes back only the last payment is refused for an earlier one', () => {
    const { clock, line } = paid({ reversals: 'last' });
    line.reverse('R1', line.payments()[0]);
    line.reverse('R2', line.payments()[1]);
    clock.pass(1_200);
    expect(line.reversalWords()).toEqual(['NotAllowed', 'Success']);
  });

  it('shows in the totals', () => {
    const { clock, line } = paid();
    line.reverse('R1', line.payments()[1]);
    clock.pass(1_200);
    line.send('Totals', 'T', { TotalsRequest: { TotalDetails: [] } });
    expect(line.answers.at(-1)?.TotalsResponse?.TransactionTotals).toEqual([
      {
        PaymentCurrency: 'KWD',
        PaymentTotals: [
          { TransactionType: 'Debit', TransactionCount: 2, TransactionAmount: 30 },
          { TransactionType: 'ReverseDebit', TransactionCount: 1, TransactionAmount: 15 },
        ],
      },
    ]);
  });
});

describe('the session', () => {
  it('needs a login before anything else, for each kiosk', () => {
    const { connect } = startRig();
    const other = connect('K002');
    other.pay('P1');
    expect(other.paymentWords()).toEqual(['LoggedOut']);
    expect(other.status('P1').word).toBe('LoggedOut');
    expect(other.diagnose()?.Response.ErrorCondition).toBe('LoggedOut');
    expect(other.logIn()).toEqual({ Result: 'Success' });
    expect(other.status('P1').repeated?.Response.ErrorCondition).toBe('LoggedOut');
  });

  it('is for this terminal only', () => {
    const { line, core } = startRig();
    line.send('Diagnosis', 'D', { DiagnosisRequest: { HostDiagnosisFlag: true } }, 'POI2');
    expect(line.answers.at(-1)).toMatchObject({
      MessageHeader: { POIID: poiId },
      DiagnosisResponse: { Response: { ErrorCondition: 'NotAllowed' } },
    });
    line.pay('P1', 15, 'pid', 'POI2');
    expect([line.paymentWords(), line.status('P1').word]).toEqual([['NotAllowed'], 'NotFound']);
    expect(core.state().loggedIn).toEqual(['K001']);
  });

  it('tells the first who connects after a start that it has started', () => {
    const { line, connect } = startRig();
    expect([line.events, connect().events]).toEqual([['Initialised'], []]);
  });
});

describe('the device', () => {
  it('reports a card that goes in and out, and takes no payment on a card that was left', () => {
    const { core, clock, line } = startRig();
    line.pay('P1');
    core.presentCard({ ...goodCard, entry: 'insert', leave: true });
    clock.pass(10_000);
    expect([core.state().display, core.state().cardIn]).toEqual(['Remove card', true]);
    line.pay('P2');
    core.removeCard();
    line.pay('P3');
    expect(line.paymentWords()).toEqual(['Success', 'InsertedCard']);
    expect(line.events).toEqual(['Initialised', 'CardInserted', 'CardRemoved']);
    expect(core.state().phase).toBe('card');
  });

  it('whose card was taken out early leaves the next one in', () => {
    const { core, clock } = startRig();
    core.presentCard({ ...goodCard, entry: 'insert' });
    clock.pass(1_000);
    core.removeCard();
    core.presentCard({ ...goodCard, entry: 'insert', leave: true });
    clock.pass(60_000);
    expect(core.state().cardIn).toBe(true);
  });

  it('switched off forgets the bank it was asking, and answers nobody', () => {
    const { core, clock, line, connect, money } = startRig();
    line.pay('P1');
    core.presentCard(goodCard);
    core.powerOff();
    clock.pass(600_000);
    expect([line.ended, money(), connect().ended]).toEqual(['reset', [], 'reset']);
  });

  it('with a broken reader says so unasked, in the diagnosis and to a payment', () => {
    const { core, line } = startRig();
    core.setConditions({ cardReader: 'out_of_order' });
    expect(line.diagnose()?.POIStatus).toMatchObject({ GlobalStatus: 'Maintenance', CardReaderOKFlag: false });
    line.pay('P1');
    core.setConditions({ cardReader: 'ok' });
    core.setConditions({ security: 'tampered' });
    expect(line.paymentWords()).toEqual(['UnavailableDevice']);
    expect(line.events).toEqual(['Initialised', 'OutOfOrder', 'EndMaintenance', 'SecurityAlarm', 'OutOfOrder']);
  });

  it('without its bank charges nothing and gives nothing back', () => {
    const { core, clock, line, money } = startRig({ auto: { afterMs: 0, card: goodCard } });
    line.pay('P1');
    clock.pass(5_000);
    core.setConditions({ host: 'unreachable' });
    line.pay('P2');
    clock.pass(5_000);
    line.reverse('R1', line.payments()[0]);
    clock.pass(5_000);
    expect([line.paymentWords(), line.reversalWords()]).toEqual([['Success', 'UnreachableHost'], ['UnreachableHost']]);
    expect(line.diagnose()?.HostStatus).toEqual([{ AcquirerID: 'DEMOBANK', IsReachableFlag: false }]);
    expect(money()).toEqual(['charged 15000']);
  });

  it('reports payments it keeps to forward', () => {
    const { core, line } = startRig();
    core.setConditions({ storedPayments: 2 });
    expect(line.diagnose()?.StoredPayments).toBe(2);
  });
});
