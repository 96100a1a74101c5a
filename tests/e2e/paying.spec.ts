import { finishAtBank, goToBank } from '../support/bank-page.ts';
import { Phone } from '../support/phone.ts';
import { switchLanguage } from '../support/switch-language.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

const settled = 45_000;

test('a visitor pays on the phone and leaves with a printed receipt', async ({ kiosk, dock, people }) => {
  const visitor = new Visitor(kiosk);
  const before = (await dock.papers()).length;
  await visitor.startPaying(people.next(2).number, 'On your phone');
  await visitor.on('PayOnPhone');
  const phone = new Phone();
  await phone.pay(await kiosk.codeOnScreen());
  expect(await visitor.receiptNumber()).toMatch(/-00000001$/);
  await expect.poll(async () => (await dock.papers()).filter((paper) => paper.complete).length).toBe(before + 1);
  await visitor.touch('Paid', 'Done');
  await visitor.on('Goodbye');
  await visitor.on('Attract', 20_000);
});

test('a visitor pays on the screen with the number pad', async ({ kiosk, people }) => {
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'On this screen');
  await visitor.on('PayOnScreen');
  const bank = await kiosk.paymentPage();
  await goToBank(bank);
  await bank.locator('input[name=digits]').click();
  const pad = await kiosk.page();
  for (const digit of '0000000001') await pad.getByRole('button', { name: digit, exact: true }).click();
  await expect(bank.locator('input[name=digits]')).toHaveValue('0000000001');
  await finishAtBank(bank);
  expect(await visitor.receiptNumber()).toMatch(/-00000001$/);
  expect(kiosk.app.windows().some((page) => page.url().startsWith('http'))).toBe(false);
});

test('a card the bank declines is not charged, and the visitor may try again', async ({ kiosk, dock, people }) => {
  await dock.knet({ outcome: 'not_captured' });
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  await new Phone().pay(await kiosk.codeOnScreen());
  const page = await visitor.on('NotPaid', settled);
  await expect(page.getByRole('heading', { name: 'Payment not made. You have not been charged.' })).toBeVisible();
  await visitor.touch('NotPaid', 'Try again');
  await visitor.on('TicketList');
});

test('a payment cancelled on the kiosk before the phone was used charges nothing', async ({ kiosk, people }) => {
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.touch('PayOnPhone', 'Cancel payment');
  await visitor.on('NotPaid', settled);
});

test('a payment cancelled on the bank’s page charges nothing', async ({ kiosk, people }) => {
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  const phone = new Phone();
  await phone.open(await kiosk.codeOnScreen());
  await phone.send(null);
  await phone.send('card-form', { action: 'cancel' });
  const page = await visitor.on('NotPaid', settled);
  await expect(page.getByText('You cancelled the payment on the K-Net page.')).toBeVisible();
});

test('a K-Net that falls silent after taking the money is asked until it is known', async ({ kiosk, dock, people }) => {
  await dock.knet({ mode: 'silent' });
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  await new Phone().pay(await kiosk.codeOnScreen()).catch(() => undefined); // the browser is left with a blank page
  expect(await visitor.receiptNumber()).not.toBe('');
});

test('a visitor who walks away while paying leaves nothing on the screen, and the payment is finished', async ({
  kiosk,
  dock,
  people,
}) => {
  const visitor = new Visitor(kiosk);
  const person = people.next(1);
  await visitor.startPaying(person.number, 'On your phone');
  await visitor.on('PayOnPhone');
  const phone = new Phone();
  await phone.open(await kiosk.codeOnScreen());
  await phone.send(null);
  await visitor.touch('PayOnPhone', 'Leave this payment');
  await visitor.touch('PaymentUnknown', 'I have kept the reference');
  await visitor.on('Attract', settled);
  const before = (await dock.papers()).length;
  await phone.send('card-form', {
    bank: 'KNET1',
    digits: '0000000001',
    month: '09',
    year: '2025',
    pin: '1234',
    action: 'submit',
  });
  await phone.confirmCode();
  await visitor.chooseLanguage();
  await expect
    .poll(
      async () => {
        await visitor.lookUp(person.number);
        const page = await visitor.on('TicketList');
        const text = await page.locator('main').innerText();
        await visitor.touch('TicketList', 'Back');
        await visitor.touch('AskNumber', 'Back');
        return /Paid/.test(text) && !/Payable electronically/.test(text);
      },
      { timeout: settled },
    )
    .toBe(true);
  expect((await dock.papers()).length).toBe(before);
});

test('two quick taps on the way to pay start one payment', async ({ kiosk, world, people }) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  await visitor.lookUp(people.next(1).number);
  await visitor.selectAllAndReview();
  const page = await visitor.on('ChooseRail');
  const opened = await attemptsAt(world.knetUrl);
  await page.getByRole('button', { name: /On your phone/ }).dblclick({ delay: 20 });
  await visitor.on('PayOnPhone');
  const phone = new Phone();
  await phone.pay(await kiosk.codeOnScreen());
  expect(await visitor.receiptNumber()).toMatch(/-00000001$/);
  expect(await attemptsAt(world.knetUrl)).toBe(opened + 1);
});

test('the language can change at every step and nothing is lost, also while paying', async ({ kiosk, people }) => {
  const visitor = new Visitor(kiosk);
  const person = people.next(2);
  await visitor.chooseLanguage('العربية');
  const page = await kiosk.page();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await visitor.on('Home');
  await switchLanguage(page, 'en');
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
  await visitor.lookUp(person.number);
  await visitor.touch('TicketList', 'Select all that can be paid');
  await visitor.on('TicketList');
  for (const language of ['ar', 'en'] as const) await switchLanguage(page, language);
  await expect(page.getByText(`${person.payable.length} selected`).first()).toBeVisible();
  await visitor.touch('TicketList', 'Continue');
  await visitor.touch('Review', /^Pay KWD/);
  await visitor.touch('ChooseRail', /On your phone/);
  await visitor.on('PayOnPhone');
  const address = await kiosk.codeOnScreen();
  for (const language of ['ar', 'en'] as const) await switchLanguage(page, language);
  await new Phone().pay(address);
  await visitor.receiptNumber();
});

test('killed in the middle of a payment, the kiosk comes back telling the truth', async ({
  kiosk,
  startKiosk,
  world,
  people,
}) => {
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  const phone = new Phone();
  await phone.open(await kiosk.codeOnScreen());
  await phone.send(null);
  await kiosk.kill();
  const attempts = await attemptsAt(world.knetUrl);
  const again = await startKiosk(kiosk.dataFolder);
  const back = new Visitor(again);
  const page = await back.on('PaymentUnknown', settled);
  await expect(page.getByText('Do not pay again').first()).toBeVisible();
  await phone.send('card-form', {
    bank: 'KNET1',
    digits: '0000000001',
    month: '09',
    year: '2025',
    pin: '1234',
    action: 'submit',
  });
  await phone.confirmCode();
  expect(await back.receiptNumber()).toMatch(/-00000001$/);
  expect(await attemptsAt(world.knetUrl)).toBe(attempts);
});

test('killed before the phone was used, the kiosk comes back with proof that nothing was charged', async ({
  kiosk,
  startKiosk,
  people,
}) => {
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  await kiosk.kill();
  const again = await startKiosk(kiosk.dataFolder);
  await new Visitor(again).on('NotPaid', settled);
});

async function attemptsAt(knetUrl: string): Promise<number> {
  const response = await fetch(`${knetUrl}/sim/state`);
  const state = (await response.json()) as { attempts: unknown[] };
  return state.attempts.length;
}
