// What a terminal can do to a payment, and what must come of it: the real driver and rail before a terminal in memory.
import { describe, expect, it } from 'vitest';
import { fils } from '../../../src-shared/domain/money.ts';
import { ok } from '../../../src-shared/result.ts';
import type { TerminalStatus } from '../../devices/terminal/driver.ts';
import {
  allWell,
  approval,
  failure,
  HandTime,
  MemoryTerminal,
  readyTerminal,
  terminalRig,
} from '../../devices/terminal/test-support.ts';
import type { RailNews } from './rail.ts';
import { TerminalRail } from './terminal-rail.ts';
import { fold, isFinal, pid, sending, ToldGateway, totalFils } from './test-support-terminal.ts';

/** A ready terminal and one attempt in front of it. `beyond` drives it on as the payment desk does. */
async function scene() {
  const rig = await readyTerminal();
  const gateway = new ToldGateway();
  let unknown = false;
  const rail = new TerminalRail({ ...rig, gateway: gateway.port, clock: rig.time, openUnknown: () => unknown });
  const record = await sending(rail);
  const firstNews = async (ms = 121_000): Promise<RailNews> => {
    const told: RailNews[] = [];
    void rail.send(record).then((news) => told.push(news));
    await rig.time.pass(ms);
    const [news] = told;
    if (!news) throw new Error('no news yet');
    unknown = news.kind === 'unknown';
    return news;
  };
  const beyond = async (limitMs: number): Promise<RailNews> => {
    const checked =
      record.state === 'sending' ? fold(record, { type: 'OUTCOME_UNKNOWN', reason: 'no_answer' }) : record;
    const endMs = rig.time.monotonicMs() + limitMs;
    for (;;) {
      let news: RailNews = { kind: 'nothing' };
      void rail.ask(checked).then((answer) => (news = answer));
      await rig.time.pass(11_000);
      if (isFinal(news) || rig.time.monotonicMs() >= endMs) return news;
      await rig.time.pass(rail.askAgainMs(checked));
    }
  };
  return { ...rig, gateway, rail, record, firstNews, beyond };
}

const captured = { kind: 'captured', capture: { amountFils: totalFils, card: expect.anything() } };
const unknown = { kind: 'unknown', reason: 'no_answer' };

describe('answers of the payment itself', () => {
  it('approve: captured with what the receipt needs', async () => {
    const { terminal, firstNews, driver } = await scene();
    expect(await firstNews(1)).toMatchObject({
      kind: 'captured',
      capture: { amountFils: totalFils, card: { maskedCard: '****1234', approvalCode: '123456' } },
    });
    expect(terminal.charged).toHaveLength(1);
    expect(driver.status()).toBe('ready');
  });

  it.each([
    ['Refusal', 'declined'],
    ['InvalidCard', 'declined'],
    ['WrongPIN', 'wrong_pin'],
    ['PaymentRestriction', 'card_restricted'],
    ['Cancel', 'withdrawn'],
  ] as const)('%s: not charged, with the right words', async (word, reason) => {
    const { terminal, firstNews } = await scene();
    terminal.onPay = (pay) => terminal.answer(pay, failure(pay, word));
    expect(await firstNews(1)).toEqual({ kind: 'not_charged', reason, proof: 'terminal_answer', card: {} });
  });

  it('wrong amount: captured as it is, goes back, alarm', async () => {
    const { terminal, firstNews, alarms } = await scene();
    terminal.onPay = (pay) => terminal.answer(pay, terminal.approve(pay, 15.5));
    expect(await firstNews(1)).toMatchObject({
      ...{ kind: 'captured', capture: { amountFils: 15_500 }, goesBack: 'wrong_amount' },
    });
    expect(alarms).toEqual(['wrong_amount']);
  });

  it('wrong currency: unknown and alarm; the rail is closed while it is', async () => {
    const { terminal, firstNews, alarms, rail } = await scene();
    terminal.onPay = (pay) => terminal.answer(pay, approval(pay, { currency: 'USD' }));
    expect(await firstNews(1)).toEqual(unknown);
    expect(alarms).toEqual(['other_currency']);
    expect(rail.available()).toBe(false);
  });

  it('partial: captured as it is, goes back, alarm', async () => {
    const { terminal, firstNews, alarms } = await scene();
    terminal.onPay = (pay) => terminal.answer(pay, approval(pay, { amount: 10, result: 'Partial' }));
    expect(await firstNews(1)).toMatchObject({
      ...{ kind: 'captured', capture: { amountFils: 10_000 }, goesBack: 'wrong_amount' },
    });
    expect(alarms).toEqual(['partial']);
  });

  it('approved offline: captured, goes back, alarm, and the terminal is not acceptable any more', async () => {
    const { terminal, firstNews, alarms, driver, rail, time } = await scene();
    terminal.onPay = (pay) => terminal.answer(pay, approval(pay, { online: false }));
    expect(await firstNews(1)).toMatchObject({ kind: 'captured', goesBack: 'approved_offline' });
    await time.pass(600_000);
    expect([alarms, driver.status(), rail.available()]).toEqual([['approved_offline'], 'not_acceptable', false]);
  });

  it.each(['NotFound', undefined] as const)('%s says nothing: unknown', async (word) => {
    const { terminal, firstNews } = await scene();
    terminal.onPay = (pay) => terminal.send(pay, failure(pay, word));
    expect(await firstNews(1)).toEqual(unknown);
  });
});

describe('a terminal that could not begin', () => {
  const words = [
    ['Busy', 'terminal_unavailable', 'busy'],
    ['DeviceOut', 'terminal_unavailable', 'out_of_order'],
    ['UnavailableDevice', 'terminal_unavailable', 'out_of_order'],
    ['UnavailableService', 'terminal_unavailable', 'out_of_order'],
    ['NotAllowed', 'terminal_unavailable', 'out_of_order'],
    ['MessageFormat', 'terminal_unavailable', 'out_of_order'],
    ['UnreachableHost', 'bank_unreachable', 'host_unreachable'],
    ['InsertedCard', 'terminal_unavailable', 'card_left'],
  ] as const;

  it.each(words)('%s, and it says so again when asked: not charged, named status', async (word, reason, status) => {
    const { terminal, firstNews, driver } = await scene();
    terminal.onPay = (pay) => terminal.answer(pay, failure(pay, word));
    expect(await firstNews(10)).toEqual({ kind: 'not_charged', reason, proof: 'terminal_answer' });
    expect(driver.status()).toBe(status);
    expect(terminal.said()).toBe('Login Diagnosis Payment TransactionStatus');
  });

  it.each(words.filter(([word]) => word !== 'Busy'))('%s, and the question stays open: unknown', async (word) => {
    const { terminal, firstNews } = await scene();
    terminal.onPay = (pay) => terminal.send(pay, failure(pay, word));
    expect(await firstNews(10)).toEqual(unknown);
  });

  it('busy with somebody else, and it knows of no payment of ours: not charged', async () => {
    const { terminal, firstNews } = await scene();
    terminal.onPay = (pay) => terminal.send(pay, failure(pay, 'Busy'));
    expect(await firstNews(10)).toMatchObject({ kind: 'not_charged', proof: 'terminal_answer' });
  });

  it('busy, and yet it is at it when asked: unknown, and captured in the end', async () => {
    const { terminal, firstNews, beyond } = await scene();
    terminal.onPay = (pay) => {
      terminal.remembered.set(pay.serviceId, 'running');
      terminal.send(pay, failure(pay, 'Busy'));
      setImmediate(() => terminal.remembered.set(pay.serviceId, terminal.approve(pay)));
    };
    expect(await firstNews(10)).toEqual(unknown);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await beyond(1)).toEqual(captured);
  });

  it('logged out: login again, and only settlement can say that nothing was charged', async () => {
    const { terminal, firstNews, beyond, gateway } = await scene();
    terminal.onPay = (pay) => {
      terminal.loggedIn = false;
      terminal.send(pay, failure(pay, 'LoggedOut'));
    };
    expect(await firstNews(1_000)).toEqual(unknown);
    expect(terminal.count('Login')).toBe(2);
    expect(await beyond(900_000)).toEqual({ kind: 'nothing' });
    gateway.report = { ...gateway.report, state: 'not_charged', notPaidReason: 'declined' };
    expect(await beyond(1)).toEqual({ kind: 'not_charged', reason: 'declined', proof: 'settlement' });
  });

  it('nobody at the address: nothing was sent, and that is known at once', async () => {
    const { terminal, firstNews } = await scene();
    terminal.reachable = false;
    expect(await firstNews(1)).toEqual({
      ...{ kind: 'not_charged', reason: 'terminal_unavailable', proof: 'terminal_never_had_it' },
    });
    expect(terminal.count('Payment')).toBe(0);
  });
});

describe('an answer that does not come', () => {
  it('captured and never answered: unknown, then status, captured once', async () => {
    const { terminal, firstNews, beyond } = await scene();
    terminal.onPay = (pay) => terminal.remembered.set(pay.serviceId, terminal.approve(pay));
    expect(await firstNews()).toEqual(unknown);
    expect(await beyond(1)).toEqual(captured);
    expect([terminal.charged.length, terminal.count('Payment')]).toEqual([1, 1]);
  });

  it.each(['before', 'after'] as const)('the connection breaks %s the capture: captured by status', async (when) => {
    const { terminal, firstNews, beyond } = await scene();
    terminal.onPay = (pay) => {
      if (when === 'before') pay.wire.cut();
      terminal.remembered.set(pay.serviceId, terminal.approve(pay));
      if (when === 'after') pay.wire.cut();
    };
    expect(await firstNews(1)).toEqual(unknown);
    expect(await beyond(1)).toEqual(captured);
    expect([terminal.charged.length, terminal.count('Payment')]).toEqual([1, 1]);
  });

  it('the connection breaks, then the card is refused: not charged by its repeated answer', async () => {
    const { terminal, firstNews, beyond } = await scene();
    terminal.onPay = (pay) => {
      terminal.remembered.set(pay.serviceId, failure(pay, 'Refusal'));
      pay.wire.cut();
    };
    expect(await firstNews(1)).toEqual(unknown);
    expect(await beyond(1)).toMatchObject({ kind: 'not_charged', reason: 'declined', proof: 'terminal_answer' });
  });

  it('the payment never arrived: not found counts only after the quarantine', async () => {
    const { terminal, firstNews, beyond, time } = await scene();
    terminal.onPay = (pay) => pay.wire.cut();
    expect(await firstNews(1)).toEqual(unknown);
    const cutMs = time.monotonicMs();
    expect(await beyond(60_000)).toEqual({ kind: 'nothing' });
    expect(await beyond(400_000)).toEqual({
      ...{ kind: 'not_charged', reason: 'terminal_unavailable', proof: 'terminal_never_had_it' },
    });
    expect(time.monotonicMs() - cutMs).toBeGreaterThan(150_000);
  });

  it('not found, then charged: never not charged', async () => {
    const { terminal, firstNews, beyond, time } = await scene();
    terminal.onPay = (pay) => {
      pay.wire.cut();
      time.after(149_000, () => terminal.remembered.set(pay.serviceId, terminal.approve(pay)));
    };
    expect(await firstNews(1)).toEqual(unknown);
    expect(await beyond(400_000)).toEqual(captured);
  });

  it('answer at 121 s: resolved by status', async () => {
    const { terminal, firstNews, beyond, time } = await scene();
    terminal.onPay = (pay) => {
      terminal.remembered.set(pay.serviceId, 'running');
      time.after(121_000, () => terminal.answer(pay, terminal.approve(pay)));
    };
    expect(await firstNews(120_000)).toEqual(unknown);
    expect(await beyond(20_000)).toEqual(captured);
    expect(terminal.count('Payment')).toBe(1);
  });

  it('in progress for ten minutes: no second payment, resolved later', async () => {
    const { terminal, firstNews, beyond, time, rail } = await scene();
    terminal.onPay = (pay) => {
      terminal.remembered.set(pay.serviceId, 'running');
      time.after(600_000, () => terminal.remembered.set(pay.serviceId, terminal.approve(pay)));
    };
    expect(await firstNews()).toEqual(unknown);
    expect(rail.available()).toBe(false);
    expect(await beyond(900_000)).toEqual(captured);
    expect(terminal.count('Payment')).toBe(1);
  });

  it('everything is silent: no answer, until the terminal is back', async () => {
    const { terminal, firstNews, beyond } = await scene();
    terminal.onPay = (pay) => {
      terminal.remembered.set(pay.serviceId, terminal.approve(pay));
      terminal.silentOn.add('TransactionStatus').add('Login').add('Diagnosis');
    };
    expect(await firstNews()).toEqual(unknown);
    expect(await beyond(20_000)).toEqual({ kind: 'no_answer' });
    terminal.silentOn.clear();
    expect(await beyond(60_000)).toEqual(captured);
  });

  it('an answer nobody can read: unknown at once', async () => {
    const { terminal, firstNews, beyond } = await scene();
    terminal.onPay = (pay) => {
      terminal.remembered.set(pay.serviceId, terminal.approve(pay));
      pay.wire.deliver({ kind: 'unreadable', header: { ...pay.header, MessageType: 'Response' } });
    };
    expect(await firstNews(1)).toEqual(unknown);
    expect(await beyond(1)).toEqual(captured);
  });

  it('not even a header: the connection is given up, unknown at once', async () => {
    const { terminal, firstNews } = await scene();
    terminal.onPay = (pay) => pay.wire.deliver({ kind: 'unreadable', header: null });
    expect(await firstNews(1)).toEqual(unknown);
    expect(terminal.wires.filter((wire) => wire.open)).toHaveLength(1);
  });
});

describe('the visitor stops', () => {
  it('in time: not charged, by the payment’s own answer only', async () => {
    const { terminal, rail, record, time } = await scene();
    let news: RailNews | null = null;
    terminal.onPay = (pay) => time.after(5_000, () => terminal.answer(pay, failure(pay, 'Aborted')));
    void rail.send(record).then((answer) => (news = answer));
    await time.pass(1_000);
    expect(await rail.cancel(record)).toEqual({ kind: 'nothing' });
    await time.pass(1_000);
    expect([terminal.count('Abort'), news]).toEqual([1, null]);
    await time.pass(3_000);
    expect(news).toMatchObject({ kind: 'not_charged', reason: 'withdrawn', proof: 'terminal_answer' });
    const abort = terminal.heard.find((message) => message.AbortRequest);
    expect(abort?.AbortRequest?.MessageReference).toMatchObject({
      ServiceID: record.terminal?.serviceId,
      POIID: 'POI1',
    });
    expect(abort?.MessageHeader.ServiceID).not.toBe(record.terminal?.serviceId);
  });

  it('while the connection is still being made: no payment is sent, and nothing was charged', async () => {
    const { terminal, rail, record, time } = await scene();
    const connect = terminal.connect.bind(terminal);
    terminal.connect = (events) => new Promise((made) => time.after(2_000, () => made(connect(events))));
    let news: RailNews | null = null;
    void rail.send(record).then((answer) => (news = answer));
    await time.pass(1_000);
    await rail.cancel(record);
    await time.pass(1_000);
    expect(news).toMatchObject({ kind: 'not_charged', proof: 'terminal_never_had_it' });
    expect([terminal.said(), terminal.charged]).toEqual(['Login Diagnosis', []]);
    expect(terminal.wires.filter((wire) => wire.open)).toHaveLength(1);
  });

  it('while the payment is still on its way: the wish to stop does not overtake it', async () => {
    const { terminal, rail, record, time } = await scene();
    terminal.onPay = () => undefined;
    const connect = terminal.connect.bind(terminal);
    terminal.connect = async (events) => {
      const connected = await connect(events);
      if (!connected.ok) return connected;
      const { send, close } = connected.value;
      return ok({ send: (message) => void time.after(1_000, () => send(message)), close });
    };
    void rail.send(record);
    await time.pass(1);
    await rail.cancel(record);
    await time.pass(2_000);
    expect(terminal.said()).toBe('Login Diagnosis Payment Abort');
  });

  it('too late: the approval is honoured', async () => {
    const { terminal, rail, record, time } = await scene();
    let news: RailNews | null = null;
    terminal.onPay = (pay) => time.after(5_000, () => terminal.answer(pay, terminal.approve(pay)));
    void rail.send(record).then((answer) => (news = answer));
    await time.pass(1_000);
    await rail.cancel(record);
    await time.pass(5_000);
    expect(news).toEqual(captured);
  });

  it('after the payment has ended there is nothing to stop', async () => {
    const { terminal, rail, record, firstNews } = await scene();
    await firstNews(1);
    await rail.cancel(record);
    expect(terminal.count('Abort')).toBe(0);
  });
});

describe('the terminal restarts', () => {
  it('and remembers the payment: captured by status', async () => {
    const { terminal, firstNews, beyond } = await scene();
    terminal.onPay = (pay) => {
      terminal.remembered.set(pay.serviceId, terminal.approve(pay));
      terminal.reboot('keeps');
    };
    expect(await firstNews(1)).toEqual(unknown);
    expect(await beyond(1)).toEqual(captured);
    expect(terminal.charged).toHaveLength(1);
  });

  it.each(['with the connections cut', 'and only says so', 'and only asks for a login'] as const)(
    'and has forgotten the payment, %s: not found is no proof; settlement decides',
    async (how) => {
      const { terminal, firstNews, beyond, gateway } = await scene();
      terminal.onPay = (pay) => {
        terminal.approve(pay);
        terminal.loggedIn = false;
        if (how === 'with the connections cut') terminal.reboot('loses');
        else pay.wire.cut();
        if (how === 'and only says so') terminal.tell('Initialised');
      };
      expect(await firstNews(1)).toEqual(unknown);
      expect(await beyond(2_000_000)).toEqual({ kind: 'nothing' });
      gateway.report = { ...gateway.report, state: 'posted' };
      expect(await beyond(1)).toEqual({ kind: 'captured', capture: { amountFils: totalFils } });
    },
  );

  it('perhaps, because the long connection was lost meanwhile: not found is no proof', async () => {
    const { terminal, firstNews, beyond } = await scene();
    terminal.onPay = (pay) => {
      for (const wire of terminal.wires) wire.cut();
      pay.wire.cut();
    };
    expect(await firstNews(1)).toEqual(unknown);
    expect(await beyond(1_000_000)).toEqual({ kind: 'nothing' });
  });

  it('the kiosk restarts: not found is no proof in another life of the program', async () => {
    const { terminal, record, firstNews, time, numbers } = await scene();
    terminal.onPay = (pay) => pay.wire.cut();
    await firstNews(1);
    const again = terminalRig(terminal, time);
    again.numbers.upTo = numbers.upTo;
    again.driver.start();
    const rail = new TerminalRail({
      ...{ driver: again.driver, gateway: new ToldGateway().port, clock: time, openUnknown: () => true },
    });
    await time.pass(600_000);
    expect(await rail.ask(record)).toEqual({ kind: 'nothing' });
  });
});

describe('answers that belong to nobody', () => {
  it('answered twice: taken once', async () => {
    const { terminal, firstNews, alarms } = await scene();
    terminal.onPay = (pay) => {
      terminal.answer(pay, terminal.approve(pay));
      terminal.send(pay, failure(pay, 'Refusal'));
    };
    expect(await firstNews(1)).toEqual(captured);
    expect(alarms).toEqual([]);
  });

  it.each([{ ServiceID: 'ZZ9' }, { POIID: 'POI2' }, { SaleID: 'K002' }])(
    'an answer with other names is dropped with an alarm, and ours is waited for: %j',
    async (names) => {
      const { terminal, firstNews, alarms, time } = await scene();
      terminal.onPay = (pay) => {
        terminal.send(pay, failure(pay, 'Refusal'), names);
        time.after(2_000, () => terminal.answer(pay, terminal.approve(pay)));
      };
      expect(await firstNews(3_000)).toEqual(captured);
      expect(alarms).toEqual(['foreign_answer']);
    },
  );

  it('an old answer played again is dropped with an alarm', async () => {
    const { terminal, firstNews, rail, alarms, time } = await scene();
    await firstNews(1);
    const [old] = terminal.remembered.values();
    const [oldId] = terminal.remembered.keys();
    terminal.onPay = (pay) => terminal.send(pay, old as never, { ServiceID: oldId! });
    const record = await sending(rail);
    let news: RailNews | null = null;
    void rail.send(record).then((answer) => (news = answer));
    await time.pass(121_000);
    expect(news).toEqual(unknown);
    expect(alarms).toEqual(['foreign_answer']);
  });

  it('our number with the name of another sale: unknown and alarm', async () => {
    const { terminal, firstNews, alarms } = await scene();
    terminal.onPay = (pay) => terminal.send(pay, approval({ ...pay, saleRef: 'd'.repeat(32) }, {}));
    expect(await firstNews(1)).toEqual(unknown);
    expect(alarms).toEqual(['foreign_answer']);
  });

  it.each(['approved', 'refused'] as const)(
    'our number repeated with the name of another sale, %s: unknown and alarm',
    async (how) => {
      const { terminal, firstNews, beyond, alarms } = await scene();
      terminal.onPay = (pay) => {
        const other = { ...pay, saleRef: 'd'.repeat(32) };
        terminal.remembered.set(pay.serviceId, how === 'approved' ? approval(other, {}) : failure(other, 'Refusal'));
        pay.wire.cut();
      };
      expect(await firstNews(1)).toEqual(unknown);
      expect(await beyond(1)).toEqual({ kind: 'nothing' });
      expect(alarms).toEqual(['foreign_answer']);
    },
  );

  it('an answer that had to be confirmed, confirmed with the name of another sale: unknown and alarm', async () => {
    const { terminal, firstNews, alarms } = await scene();
    terminal.onPay = (pay) => {
      terminal.remembered.set(pay.serviceId, approval({ ...pay, saleRef: 'd'.repeat(32) }, {}));
      terminal.send(pay, failure(pay, 'UnreachableHost'));
    };
    expect(await firstNews(1)).toEqual(unknown);
    expect(alarms).toEqual(['foreign_answer']);
  });
});

describe('a terminal that takes no payment now', () => {
  const situations: [string, TerminalStatus, (terminal: MemoryTerminal) => void][] = [
    ['card left in', 'card_left', (terminal) => terminal.tell('CardInserted')],
    [
      'reader out of order',
      'out_of_order',
      (terminal) => (terminal.poiStatus = { ...allWell, CardReaderOKFlag: false }),
    ],
    [
      'host unreachable',
      'host_unreachable',
      (terminal) => (terminal.poiStatus = { ...allWell, CommunicationOKFlag: false }),
    ],
    ['stored payments', 'not_acceptable', (terminal) => (terminal.storedPayments = 1)],
    ['switched off', 'unreachable', (terminal) => terminal.switchOff()],
  ];
  it.each(situations)('%s: %s, and the rail is closed', async (_, status, happen) => {
    const { terminal, driver, rail, time } = await scene();
    expect(rail.available()).toBe(true);
    happen(terminal);
    await time.pass(61_000);
    expect([driver.status(), rail.available()]).toEqual([status, false]);
  });
});

it('the same script gives the same messages at the same times', async () => {
  const run = async () => {
    const { terminal, driver, time } = terminalRig(new MemoryTerminal(), new HandTime());
    driver.start();
    await time.pass(200_000);
    const reference = (await driver.nextReference())!;
    await driver.pay(reference, pid, fils(1));
    return JSON.stringify(terminal.heard);
  };
  expect(await run()).toBe(await run());
});
