import { describe, expect, it } from 'vitest';
import { makeRandom } from '../world/random.ts';
import { faultRuleSchema, type Deed } from './faults.ts';
import { moneyFacts } from './ledger.ts';
import { scriptOfSeed } from './seeded-script.ts';
import { goodCard, poiId, startRig, type Rig } from './test-rig.ts';

/** One payment of 15 KWD with these deeds, until the bank has answered. */
function payWith(...deeds: Deed[]): Rig {
  const rig = startRig();
  rig.onPayment({ verb: 'charge' }, ...deeds);
  rig.line.pay('P1');
  rig.clock.pass(1_200);
  return rig;
}

const charged = ['charged 15000'];

describe('a script', () => {
  it('counts requests of a kind and fits the nth, or each', () => {
    const { clock, line, script, money } = startRig();
    script(
      { on: 'Payment', nth: 2, do: { verb: 'charge' } },
      { on: 'Payment', nth: 3, do: { verb: 'decline', condition: 'Refusal' } },
      { on: 'TransactionStatus', do: { verb: 'notFound' } },
    );
    for (const id of ['P1', 'P2', 'P3']) {
      line.pay(id);
      clock.pass(130_000);
    }
    expect([line.paymentWords(), money()]).toEqual([['Cancel', 'Success', 'Refusal'], charged]);
    expect([line.status('P2').word, line.status('P2').word]).toEqual(['NotFound', 'NotFound']);
  });

  it('with a verb or a category that nobody knows is not taken', () => {
    expect(faultRuleSchema.safeParse({ on: 'Payment', do: { verb: 'explode' } }).success).toBe(false);
    expect(faultRuleSchema.safeParse({ on: 'Event', do: { verb: 'noReply' } }).success).toBe(false);
    expect(faultRuleSchema.safeParse({ on: 'Payment', nth: 0, do: { verb: 'noReply' } }).success).toBe(false);
  });
});

describe('a refusal before the payment begins', () => {
  it.each(['Busy', 'InProgress'] as const)('with %s is not remembered', (condition) => {
    const { core, line, money, onPayment } = startRig();
    onPayment({ verb: 'decline', condition });
    line.pay('P1');
    expect([line.paymentWords(), line.status('P1').word, core.state().phase]).toEqual([
      [condition],
      'NotFound',
      'idle',
    ]);
    expect(money()).toEqual([]);
  });

  it.each(['UnavailableService', 'DeviceOut', 'LoggedOut', 'UnreachableHost'] as const)(
    'with %s is repeated when asked for',
    (condition) => {
      const { line, onPayment } = startRig();
      onPayment({ verb: 'decline', condition });
      line.pay('P1');
      expect(line.paymentWords()).toEqual([condition]);
      expect(line.status('P1').repeated?.Response.ErrorCondition).toBe(condition);
    },
  );
});

describe('an approval that is not what was asked', () => {
  it.each([
    { deed: { verb: 'wrongAmount', amountFils: 14_000 }, amount: 14, money: ['charged 14000'] },
    { deed: { verb: 'wrongCurrency', currency: 'USD' }, currency: 'USD', money: charged },
    { deed: { verb: 'partial', amountFils: 5_000 }, result: 'Partial', amount: 5, money: ['charged 5000'] },
    { deed: { verb: 'approveOffline' }, online: false, money: charged },
  ] as const)('$deed.verb says so on the wire and in the ledger', ({ deed, money, ...said }) => {
    const rig = payWith(deed);
    expect(rig.money()).toEqual(money);
    const [answer] = rig.line.payments();
    expect([answer?.Response.Result, answer?.PaymentResult]).toMatchObject([
      'result' in said ? said.result : 'Success',
      {
        AmountsResp: {
          Currency: 'currency' in said ? said.currency : 'KWD',
          AuthorizedAmount: 'amount' in said ? said.amount : 15,
        },
        OnlineFlag: !('online' in said),
      },
    ]);
    expect(rig.line.status('P1').repeated).toEqual(answer);
  });

  it('chargeAndDecline: declined, and yet charged', () => {
    const rig = payWith({ verb: 'chargeAndDecline' });
    expect([rig.line.paymentWords(), rig.money()]).toEqual([['Refusal'], charged]);
  });
});

describe('an answer that goes wrong', () => {
  it('noReply: never comes, and the status has it', () => {
    const { line, clock, money } = payWith({ verb: 'noReply' });
    clock.pass(200_000);
    expect([line.payments(), line.ended, money()]).toEqual([[], null, charged]);
    expect(line.status('P1').repeated?.Response.Result).toBe('Success');
  });

  it('replyLate: comes after 121 s, once', () => {
    const { line, clock, money } = payWith({ verb: 'replyLate', afterMs: 121_000 });
    clock.pass(120_999);
    expect(line.payments()).toEqual([]);
    clock.pass(1);
    expect([line.paymentWords(), money()]).toEqual([['Success'], charged]);
  });

  it('replyTwice: the same, two times', () => {
    const { line, money } = payWith({ verb: 'replyTwice' });
    expect(line.payments()).toHaveLength(2);
    expect(line.payments()[0]).toEqual(line.payments()[1]);
    expect(money()).toEqual(charged);
  });

  it.each(['ServiceID', 'SaleID', 'POIID'] as const)('foreignReply: carries another %s', (name) => {
    const { line } = payWith({ verb: 'foreignReply', name });
    const names = { ServiceID: 'P1', SaleID: 'K001', POIID: poiId, [name]: 'FOREIGN' };
    expect(line.answers.at(-1)?.MessageHeader).toMatchObject(names);
    expect(line.status('P1').repeated?.Response.Result).toBe('Success');
  });

  it('replayOld: the answer of the payment before comes first', () => {
    const { line, clock, script, money } = startRig();
    script({ on: 'Payment', do: { verb: 'charge' } }, { on: 'Payment', nth: 2, do: { verb: 'replayOld' } });
    for (const id of ['P1', 'P2']) {
      line.pay(id);
      clock.pass(1_200);
    }
    const ids = line.answers.filter((answer) => answer.PaymentResponse).map((answer) => answer.MessageHeader.ServiceID);
    expect([ids, money()]).toEqual([
      ['P1', 'P1', 'P2'],
      [...charged, ...charged],
    ]);
  });

  it.each(['malformedJson', 'slowBytes', 'hugeBody'] as const)('garble: the line is asked for %s', (manner) => {
    expect(payWith({ verb: 'garble', manner }).line.manners.at(-1)).toBe(manner);
  });
});

describe('a line that breaks', () => {
  it.each(['dropSocket', 'reset'] as const)('%s before: the request is lost with it', (verb) => {
    const { line, connect, money, clock } = payWith({ verb, when: 'before' });
    clock.pass(200_000);
    expect([line.ended, money()]).toEqual([verb === 'reset' ? 'reset' : 'end', []]);
    expect(connect().status('P1').word).toBe('NotFound');
  });

  it.each(['during', 'after'] as const)('dropSocket %s the charge: charged, and only the status tells', (when) => {
    const rig = startRig();
    rig.onPayment({ verb: 'charge' }, { verb: 'dropSocket', when });
    rig.line.pay('P1');
    expect([rig.line.ended, rig.money()]).toEqual([when === 'during' ? 'end' : null, []]);
    rig.clock.pass(1_200);
    expect([rig.line.ended, rig.line.payments(), rig.money()]).toEqual(['end', [], charged]);
    expect(rig.connect().status('P1').repeated?.Response.Result).toBe('Success');
  });

  it.each([
    { when: 'before', money: [] },
    { when: 'during', money: charged },
    { when: 'after', money: charged },
  ] as const)('halfOpen $when: nothing gets through any more, and nobody is told', ({ when, money }) => {
    const rig = payWith({ verb: 'halfOpen', when });
    expect([rig.line.ended, rig.line.payments(), rig.money()]).toEqual([null, [], money]);
    expect(rig.line.diagnose()).toBeUndefined();
    expect(rig.connect().status('P1').word).toBe(when === 'before' ? 'NotFound' : 'Success');
  });
});

describe('a payment that takes its time', () => {
  it('inProgress: charged at once, InProgress for ten minutes to all who ask, and no second one meanwhile', () => {
    const { line, clock, money } = payWith({ verb: 'inProgress', forMs: 600_000 });
    clock.pass(590_000);
    expect([line.status('P1').word, line.payments(), money()]).toEqual(['InProgress', [], charged]);
    line.pay('P2');
    expect(line.paymentWords()).toEqual(['Busy']);
    clock.pass(10_000);
    expect([line.paymentWords(), line.status('P1').word]).toEqual([['Busy', 'Success'], 'Success']);
  });

  it('notFoundThenCharge: unknown to all who ask, then charged', () => {
    const { line, clock, money } = payWith({ verb: 'notFoundThenCharge', afterMs: 20_000 });
    expect([line.status('P1').word, line.diagnose()?.POIStatus.GlobalStatus, money()]).toEqual(['NotFound', 'OK', []]);
    clock.pass(20_000);
    expect([line.status('P1').word, line.paymentWords(), money()]).toEqual(['Success', ['Success'], charged]);
  });

  it('approveAfterAbort: the wish to stop is not honoured and a card is charged', () => {
    const { line, clock, script, money } = startRig();
    script({ on: 'Abort', do: { verb: 'approveAfterAbort', afterMs: 3_000 } });
    line.pay('P1');
    line.abort('P1');
    clock.pass(2_999);
    expect([line.payments(), money()]).toEqual([[], []]);
    clock.pass(2_000);
    expect([line.paymentWords(), money()]).toEqual([['Success'], charged]);
  });

  it('an Abort that is lost stops nothing', () => {
    const { core, line, script } = startRig();
    script({ on: 'Abort', do: { verb: 'noReply' } });
    line.pay('P1');
    line.abort('P1');
    expect([line.payments(), core.state().phase]).toEqual([[], 'card']);
  });

  it('leaveCardIn: the card stays and keeps the next payment out', () => {
    const { core, line, clock } = payWith({ verb: 'leaveCardIn' });
    clock.pass(600_000);
    line.pay('P2');
    expect([core.state().cardIn, line.events.at(-1), line.paymentWords()]).toEqual([
      true,
      'CardInserted',
      ['Success', 'InsertedCard'],
    ]);
  });
});

describe('a reboot', () => {
  it('ends the lines, answers nobody while it lasts, needs a new login and says that it has started', () => {
    const { core, clock, line, connect } = startRig();
    core.reboot({ forget: false, announced: true });
    expect([line.events, line.ended, core.state().display]).toEqual([
      ['Initialised', 'Shutdown'],
      'reset',
      'Starting …',
    ]);
    expect(connect().ended).toBe('reset');
    clock.pass(5_000);
    const again = connect();
    expect([again.events, again.status('P1').word]).toEqual([['Initialised'], 'LoggedOut']);
    expect([core.presentCard(goodCard), again.logIn()]).toEqual([false, { Result: 'Success' }]);
  });

  it.each([
    { when: 'before', forget: false, word: 'NotFound', money: [] },
    { when: 'during', forget: false, word: 'Aborted', money: [] },
    { when: 'after', forget: false, word: 'Success', money: charged },
    { when: 'during', forget: true, word: 'NotFound', money: [] },
    { when: 'after', forget: true, word: 'NotFound', money: charged },
  ] as const)('$when the charge, forgetting $forget: the status says $word', ({ when, forget, word, money }) => {
    const rig = payWith({ verb: 'reboot', when, forget, downMs: 1_000 });
    rig.clock.pass(200_000);
    expect([rig.line.ended, rig.line.payments(), rig.money()]).toEqual(['reset', [], money]);
    const again = rig.connect();
    again.logIn();
    const { word: said, repeated } = again.status('P1');
    expect(repeated ? (repeated.Response.ErrorCondition ?? repeated.Response.Result) : said).toBe(word);
  });

  it('between charge and answer still knows the charge, because it was written down first', () => {
    const rig = payWith({ verb: 'inProgress', forMs: 60_000 });
    rig.core.reboot({ forget: false, downMs: 0 });
    const again = rig.connect();
    again.logIn();
    expect(again.status('P1').repeated).toMatchObject({
      Response: { Result: 'Success' },
      SaleData: { SaleTransactionID: { TransactionID: 'pid-P1', TimeStamp: 'then' } },
      PaymentResult: { AmountsResp: { AuthorizedAmount: 15 } },
    });
    again.reverse('R1', again.status('P1').repeated);
    rig.clock.pass(1_200);
    expect(rig.money()).toEqual([...charged, 'reversed 15000']);
  });

  it('without memory would charge the same ServiceID again, and names no transaction like a forgotten one', () => {
    const rig = payWith();
    rig.core.reboot({ forget: true, downMs: 0 });
    const again = rig.connect();
    again.logIn();
    again.pay('P1');
    rig.clock.pass(1_200);
    const ids = moneyFacts(rig.ledger).map(({ transactionId }) => transactionId);
    expect([again.paymentWords(), ids]).toEqual([['Success'], ['T000000001', 'T000000002']]);
  });
});

describe('a reversal that goes wrong', () => {
  const reverseWith = (...deeds: Deed[]): Rig => {
    const rig = payWith();
    rig.script(...deeds.map((deed) => ({ on: 'Reversal', do: deed }) as const));
    rig.line.reverse('R1', rig.line.payments()[0]);
    rig.clock.pass(1_200);
    return rig;
  };

  it('refused: nothing goes back', () => {
    const { line, money } = reverseWith({ verb: 'decline', condition: 'Refusal' });
    expect([line.reversalWords(), money()]).toEqual([['Refusal'], charged]);
  });

  it('unanswered: done, and nobody is told; sent again it is not done twice', () => {
    const { line, clock, money, script } = reverseWith({ verb: 'noReply' });
    expect([line.reversalWords(), money()]).toEqual([[], [...charged, 'reversed 15000']]);
    script();
    line.reverse('R2', line.payments()[0]);
    clock.pass(1_200);
    expect([line.reversalWords(), money()]).toEqual([['NotAllowed'], [...charged, 'reversed 15000']]);
  });

  it('done twice: the ledger shows it', () => {
    const { line, money } = reverseWith({ verb: 'reverseTwice' });
    expect([line.reversalWords(), money()]).toEqual([['Success'], [...charged, 'reversed 15000', 'reversed 15000']]);
  });

  it('a line that drops meanwhile does not stop it', () => {
    const { line, money } = reverseWith({ verb: 'dropSocket', when: 'during' });
    expect([line.reversalWords(), line.ended, money()]).toEqual([[], 'end', [...charged, 'reversed 15000']]);
  });
});

describe('a question that goes wrong', () => {
  it('is refused with a word, answered twice, or not at all', () => {
    const { line, script } = startRig();
    script(
      { on: 'TransactionStatus', nth: 1, do: { verb: 'decline', condition: 'Busy' } },
      { on: 'TransactionStatus', nth: 2, do: { verb: 'noReply' } },
      { on: 'Diagnosis', do: { verb: 'replyTwice' } },
      { on: 'Login', do: { verb: 'decline', condition: 'UnavailableService' } },
    );
    expect([line.status('P1').word, line.status('P1').word]).toEqual(['Busy', undefined]);
    const before = line.answers.length;
    line.diagnose();
    expect(line.answers).toHaveLength(before + 2);
    expect(line.logIn()?.ErrorCondition).toBe('UnavailableService');
  });

  it.each(['during', 'after'] as const)('loses its line %s the answer, which no bank is asked for', (when) => {
    const { line, script } = startRig();
    script({ on: 'Diagnosis', do: { verb: 'dropSocket', when } });
    expect([line.diagnose(), line.ended]).toEqual([undefined, 'end']);
  });
});

/** Kiosks that repeat themselves, at a terminal whose requests go wrong as the seed has it. */
function stormOf(seed: number): string {
  const random = makeRandom(seed);
  const rig = startRig();
  rig.core.setScript(scriptOfSeed(seed));
  const heard: string[] = [];
  for (let turn = 0; turn < 60; turn += 1) {
    const line = rig.connect();
    line.logIn();
    const serviceId = `P${random.int(1, 20)}`;
    line.pay(serviceId);
    if (random.chance(30)) line.abort(serviceId);
    if (random.chance(50)) rig.core.presentCard({ ...goodCard, entry: random.pick(['tap', 'insert']) });
    if (random.chance(10)) rig.core.reboot({ forget: false });
    rig.clock.pass(random.int(0, 40_000));
    heard.push(line.status(serviceId).word ?? 'nothing', ...line.paymentWords());
  }
  const services = moneyFacts(rig.ledger).map(({ serviceId }) => serviceId);
  expect(new Set(services).size, `seed ${seed}`).toBe(services.length);
  return JSON.stringify([heard, rig.ledger.entries()]);
}

describe('a storm of faults', () => {
  it('never makes a terminal with a memory charge one ServiceID twice', () => {
    for (let seed = 1; seed <= 200; seed += 1) stormOf(seed);
  });

  it('is the same storm from the same seed', () => {
    expect(stormOf(4711)).toBe(stormOf(4711));
    expect(stormOf(4711)).not.toBe(stormOf(4712));
  });

  it('is made of rules the schema knows, and sooner or later of every kind of them', () => {
    const rules = [1, 2, 3].flatMap(scriptOfSeed);
    expect(faultRuleSchema.array().parse(rules)).toEqual(rules);
    expect(new Set(rules.map((rule) => JSON.stringify(rule.do))).size).toBe(25);
  });
});
