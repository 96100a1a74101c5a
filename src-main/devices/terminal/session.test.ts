import { describe, expect, it } from 'vitest';
import { fils } from '../../../src-shared/domain/money.ts';
import { allWell, approval, failure, MemoryTerminal, readyTerminal, terminalRig } from './test-support.ts';

const pid = 'a'.repeat(32);

describe('at start', () => {
  it('it connects, logs in, asks how the terminal is, and is ready', async () => {
    const { terminal, driver, time, changes } = terminalRig();
    expect(driver.status()).toBe('starting');
    driver.start();
    await time.pass(100);
    expect(terminal.said()).toBe('Login Diagnosis');
    expect(changes).toEqual(['ready']);
  });

  it('a terminal that is not there is looked for again and again, less and less often', async () => {
    const terminal = new MemoryTerminal();
    terminal.reachable = false;
    const { driver, time, changes } = terminalRig(terminal);
    driver.start();
    await time.pass(20_000);
    expect(changes).toEqual(['unreachable']);
    expect(terminal.dialled).toBe(5); // at 0, 1, 3, 7 and 15 s
    await time.pass(100_000);
    expect(terminal.dialled).toBeLessThan(10);
    terminal.reachable = true;
    await time.pass(31_000);
    expect(driver.status()).toBe('ready');
  });

  it('without durable numbers nothing is sent', async () => {
    const { terminal, driver, time, numbers } = terminalRig();
    numbers.durable = false;
    driver.start();
    await time.pass(10_000);
    expect([terminal.said(), driver.status()]).toEqual(['', 'unreachable']);
    expect(await driver.nextReference()).toBeNull();
    numbers.durable = true;
    await time.pass(31_000);
    expect(driver.status()).toBe('ready');
  });

  it('numbers are made durable in blocks of 64 and none is used twice', async () => {
    const { terminal, driver, reserved, time } = await readyTerminal();
    const names = await Promise.all(Array.from({ length: 150 }, () => driver.nextReference()));
    await time.pass(60_000);
    const ids = [...names.map((name) => name?.serviceId), ...terminal.heard.map((m) => m.MessageHeader.ServiceID)];
    expect(new Set(ids).size).toBe(ids.length);
    expect(reserved).toEqual([64, 64, 64]);
    expect(names[0]).toEqual({ saleId: 'K001', poiId: 'POI1', serviceId: '3' });
    expect(names[40]?.serviceId).toBe('17');
  });

  it('a kiosk that gets its name later logs in under it', async () => {
    const { terminal, driver, time, kiosk } = terminalRig();
    kiosk.name = 'NEW';
    driver.start();
    await time.pass(100);
    kiosk.name = 'K007';
    expect(driver.status()).toBe('starting');
    driver.start();
    await time.pass(100);
    const logins = terminal.heard.filter((message) => message.LoginRequest);
    expect(logins.map((message) => message.MessageHeader.SaleID)).toEqual(['NEW', 'K007']);
    expect([driver.status(), terminal.dialled]).toEqual(['ready', 1]);
  });

  it('stored payments in the diagnosis: not acceptable, and it stays so', async () => {
    const { terminal, driver, time, alarms } = terminalRig();
    terminal.storedPayments = 2;
    driver.start();
    await time.pass(100);
    terminal.storedPayments = 0;
    await time.pass(200_000);
    expect(driver.status()).toBe('not_acceptable');
    expect(alarms).toEqual(['stored_payments']);
  });
});

describe('while nobody pays', () => {
  it.each([
    ['out_of_order', { CardReaderOKFlag: false }],
    ['out_of_order', { PEDOKFlag: false }],
    ['out_of_order', { SecurityOKFlag: false }],
    ['out_of_order', { GlobalStatus: 'Maintenance' }],
    ['host_unreachable', { CommunicationOKFlag: false }],
    ['busy', { GlobalStatus: 'Busy' }],
    ['ready', { PrinterStatus: 'NoPaper' }],
  ] as const)('the next look finds it %s: %j', async (status, wrong) => {
    const { terminal, driver, time } = await readyTerminal();
    terminal.poiStatus = { ...allWell, ...wrong };
    await time.pass(61_000);
    expect(driver.status()).toBe(status);
    terminal.poiStatus = allWell;
    await time.pass(16_000);
    expect(driver.status()).toBe('ready');
  });

  it('a card left in the reader is told until it is taken', async () => {
    const { terminal, driver, time, changes } = await readyTerminal();
    terminal.tell('CardInserted');
    await time.pass(1);
    expect(driver.status()).toBe('card_left');
    terminal.tell('CardRemoved');
    await time.pass(1);
    expect(changes).toEqual(['ready', 'card_left', 'ready']);
  });

  it('a card that was taken while nobody listened is not missed for ever', async () => {
    const { terminal, driver, time } = await readyTerminal();
    terminal.tell('CardInserted');
    await time.pass(1);
    terminal.reboot('keeps');
    await time.pass(3_000);
    expect(driver.status()).toBe('ready');
  });

  it('a card in the reader of somebody who pays is not a card left; afterwards it is', async () => {
    const { terminal, driver, time } = await readyTerminal();
    terminal.onPay = () => undefined;
    const reference = (await driver.nextReference())!;
    const paid = driver.pay(reference, pid, fils(1000));
    await time.pass(1);
    terminal.tell('CardInserted');
    await time.pass(1);
    expect(driver.status()).toBe('busy');
    await time.pass(120_000);
    await paid;
    expect(driver.status()).toBe('card_left');
  });

  it.each(['OutOfOrder', 'Shutdown', 'SecurityAlarm', 'BeginMaintenance'] as const)('%s closes it', async (event) => {
    const { terminal, driver, time, alarms } = await readyTerminal();
    terminal.tell(event);
    await time.pass(1);
    expect(driver.status()).toBe('out_of_order');
    expect(alarms).toEqual(event === 'SecurityAlarm' ? ['security'] : []);
  });

  it('a terminal that says it has started is logged in to again', async () => {
    const { terminal, driver, time, logged } = await readyTerminal();
    terminal.loggedIn = false;
    terminal.tell('Initialised');
    await time.pass(1_000);
    expect(terminal.said()).toBe('Login Diagnosis Login Diagnosis');
    expect(logged.map(({ event }) => event)).toContain('terminal-restarted');
    expect(driver.status()).toBe('ready');
  });

  it('LoggedOut when asked for a payment means it has restarted: login again at once', async () => {
    const { terminal, driver, time } = await readyTerminal();
    terminal.loggedIn = false;
    expect(await driver.outcome((await driver.nextReference())!, pid)).toEqual({ kind: 'unknown' });
    await time.pass(1_000);
    expect(terminal.said()).toBe('Login Diagnosis TransactionStatus Login Diagnosis');
  });

  it('LoggedOut in a diagnosis means it has restarted: login again', async () => {
    const { terminal, driver, time, logged } = await readyTerminal();
    terminal.loggedIn = false;
    await time.pass(62_000);
    expect(terminal.said()).toBe('Login Diagnosis Diagnosis Login Diagnosis');
    expect(logged.map(({ event }) => event)).toContain('terminal-restarted');
    expect(driver.status()).toBe('ready');
  });

  it('a terminal that falls silent is given up and found again', async () => {
    const { terminal, driver, time } = await readyTerminal();
    terminal.silentOn.add('Diagnosis');
    await time.pass(81_000);
    expect(driver.status()).not.toBe('ready');
    terminal.silentOn.clear();
    await time.pass(60_000);
    expect(driver.status()).toBe('ready');
    expect(terminal.wires.filter((wire) => wire.open)).toHaveLength(1);
  });

  it('a message nobody can read ends the connection; an unfamiliar event does not', async () => {
    const { terminal, driver, time } = await readyTerminal();
    const header = { ...terminal.heard[0]!.MessageHeader, MessageType: 'Notification' } as const;
    terminal.wires[0]!.deliver({ kind: 'unreadable', header });
    await time.pass(1);
    expect(driver.status()).toBe('ready');
    terminal.wires[0]!.deliver({ kind: 'unreadable', header: null });
    await time.pass(1);
    expect(driver.status()).toBe('unreachable');
    await time.pass(2_000);
    expect(driver.status()).toBe('ready');
  });

  it('after stop nobody looks any more', async () => {
    const { terminal, driver, time } = await readyTerminal();
    driver.stop();
    await time.pass(600_000);
    expect(terminal.said()).toBe('Login Diagnosis');
    expect(terminal.wires.some((wire) => wire.open)).toBe(false);
  });

  it('the totals come as the terminal gives them, or not at all', async () => {
    const { terminal, driver, time } = await readyTerminal();
    expect(await driver.totals()).toBe('[]');
    terminal.silentOn.add('Totals');
    const totals = driver.totals();
    await time.pass(20_000);
    expect(await totals).toBeNull();
  });
});

describe('answers that belong to nobody', () => {
  it('a second answer is ignored, an answer to a request nobody made is an alarm', async () => {
    const { terminal, time, alarms, logged } = await readyTerminal();
    const header = { ...terminal.heard[0]!.MessageHeader, MessageType: 'Response' } as const;
    const body = { LoginResponse: { Response: { Result: 'Success' } } } as const;
    terminal.wires[0]!.deliver({ kind: 'answer', answer: { MessageHeader: header, ...body } });
    await time.pass(1);
    expect(alarms).toEqual([]);
    expect(logged.map(({ event }) => event)).toContain('terminal-answer-again');
    terminal.wires[0]!.deliver({ kind: 'answer', answer: { MessageHeader: { ...header, ServiceID: 'ZZZ' }, ...body } });
    await time.pass(1);
    expect(alarms).toEqual(['foreign_answer']);
  });

  it('the event of another terminal changes nothing', async () => {
    const { terminal, driver, time, alarms } = await readyTerminal();
    const header = { ...terminal.heard[0]!.MessageHeader, MessageType: 'Notification', POIID: 'POI2' } as const;
    terminal.wires[0]!.deliver({ kind: 'event', header, event: { TimeStamp: '', EventToNotify: 'OutOfOrder' } });
    await time.pass(1);
    expect([driver.status(), alarms]).toEqual(['ready', ['foreign_answer']]);
  });
});

describe('one payment at a time', () => {
  it('a second payment while one is under way is a bug', async () => {
    const { terminal, driver, time } = await readyTerminal();
    terminal.onPay = () => undefined;
    const [one, two] = [(await driver.nextReference())!, (await driver.nextReference())!];
    const first = driver.pay(one, pid, fils(1000));
    await expect(driver.pay(two, pid, fils(1000))).rejects.toThrow('under way');
    await time.pass(120_000);
    expect(await first).toEqual({ kind: 'unknown' });
    expect(terminal.count('Payment')).toBe(1);
  });

  it('a payment waits for a reversal that is under way', async () => {
    const { terminal, driver, time } = await readyTerminal();
    terminal.onReversal = () => null;
    const [one, two] = [(await driver.nextReference())!, (await driver.nextReference())!];
    const reversal = driver.reverse(one, pid, { transactionId: 'T1', transactionTime: 't' });
    await time.pass(1);
    expect(driver.status()).toBe('busy');
    const payment = driver.pay(two, pid, fils(1000));
    await time.pass(59_000);
    expect(terminal.count('Payment')).toBe(0);
    await time.pass(1_000);
    expect(await reversal).toEqual({ kind: 'unknown' });
    expect(await payment).toMatchObject({ kind: 'approved', amountFils: 1000 });
  });

  it('a terminal that had restarted before the payment is ready again soon after it', async () => {
    const { terminal, driver, time } = await readyTerminal();
    terminal.onPay = (pay) => {
      terminal.loggedIn = false;
      terminal.answer(pay, failure(pay, 'LoggedOut'));
    };
    const outcome = await driver.pay((await driver.nextReference())!, pid, fils(1000));
    expect(outcome).toEqual({ kind: 'refused', reason: 'terminal_unavailable' });
    await time.pass(1_000);
    expect(driver.status()).toBe('ready');
  });

  it('a terminal that says it has started during a payment is looked at right after it', async () => {
    const { terminal, driver, time } = await readyTerminal();
    terminal.onPay = () => time.after(10_000, () => terminal.tell('Initialised'));
    void driver.pay((await driver.nextReference())!, pid, fils(1000));
    await time.pass(119_000);
    expect(terminal.said()).toBe('Login Diagnosis Payment Login');
    await time.pass(2_000);
    expect(driver.status()).toBe('ready');
  });

  it('a terminal that could not begin leaves ready, and is looked at again after 15 s', async () => {
    const { terminal, driver, time } = await readyTerminal();
    terminal.onPay = (pay) => terminal.answer(pay, failure(pay, 'DeviceOut'));
    await driver.pay((await driver.nextReference())!, pid, fils(1000));
    await time.pass(14_000);
    expect(driver.status()).toBe('out_of_order');
    await time.pass(2_000);
    expect(driver.status()).toBe('ready');
  });

  it('only the payment that is under way can be stopped', async () => {
    const { terminal, driver, time } = await readyTerminal();
    terminal.onPay = () => undefined;
    const [one, two] = [(await driver.nextReference())!, (await driver.nextReference())!];
    void driver.pay(one, pid, fils(1000));
    await time.pass(1);
    await driver.abort(two);
    expect(terminal.count('Abort')).toBe(0);
    await driver.abort(one);
    expect(terminal.count('Abort')).toBe(1);
  });

  it('a repeated answer that says it is still at it is no end', async () => {
    const { terminal, driver } = await readyTerminal();
    const reference = (await driver.nextReference())!;
    terminal.onPay = (pay) => terminal.answer(pay, failure(pay, 'InProgress'));
    expect(await driver.pay(reference, pid, fils(1000))).toEqual({ kind: 'unknown' });
    expect(await driver.outcome(reference, pid)).toEqual({ kind: 'running' });
  });

  it('nothing is left waiting after a payment but the next look', async () => {
    const { driver, time } = await readyTerminal();
    await driver.pay((await driver.nextReference())!, pid, fils(1000));
    expect(time.waiting).toBe(1);
  });

  it('an approval brings what a receipt and a reversal need, and no full card number', async () => {
    const { terminal, driver } = await readyTerminal();
    terminal.onPay = (pay) => {
      const answer = approval(pay, {});
      const PaymentInstrument = { MaskedPAN: '4111 1111 1111 1234' };
      terminal.answer(pay, { ...answer, PaymentResult: { ...answer.PaymentResult!, PaymentInstrument } });
    };
    const reference = (await driver.nextReference())!;
    expect(await driver.pay(reference, pid, fils(10_250))).toEqual({
      kind: 'approved',
      amountFils: 10_250,
      online: true,
      card: {
        maskedCard: '••••1234',
        approvalCode: '123456',
        merchantId: 'M1',
        terminalId: 'A1',
        transactionId: `T${reference.serviceId}`,
        transactionTime: '2026-11-24T10:00:00',
        receiptLines: ['APPROVED'],
      },
    });
  });

  it('another terminal on the same address is not asked about this one’s payments', async () => {
    const { terminal, driver } = await readyTerminal();
    expect(await driver.outcome({ saleId: 'K001', poiId: 'POI0', serviceId: '9' }, pid)).toEqual({ kind: 'unknown' });
    expect(terminal.count('TransactionStatus')).toBe(0);
  });
});
