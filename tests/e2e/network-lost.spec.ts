import { demo } from '../support/people.ts';
import { Phone } from '../support/phone.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('with the network gone the copy answers, says how old it is, refuses payment and prints a statement', async ({
  kiosk,
  dock,
}) => {
  const visitor = new Visitor(kiosk);
  await visitor.on('Attract');
  await kiosk.copyReady();
  await dock.network('down');
  const before = (await dock.papers()).length;
  await visitor.chooseLanguage();
  await visitor.lookUp(demo.mixed);
  const page = await visitor.on('TicketList', 30_000);
  await expect(page.getByText(/From the kiosk’s copy of/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Select all that can be paid' })).toHaveCount(0);
  await visitor.touch('TicketList', 'Print a statement');
  await visitor.on('Slip');
  await expect.poll(async () => (await dock.papers()).length).toBe(before + 1);
});

test('lost while looking up, the answer comes from the copy', async ({ kiosk, dock }) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  await kiosk.copyReady();
  await visitor.touch('Home', 'My traffic violations');
  await visitor.on('AskNumber');
  await dock.network('down');
  await visitor.type(demo.mixed);
  await visitor.on('TicketList', 30_000);
});

test('lost on the list or the review, nothing can be paid and nothing was charged', async ({ kiosk, dock, people }) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  await visitor.lookUp(people.next(1).number);
  await visitor.selectAllAndReview();
  await dock.network('down');
  const page = await visitor.on('ChooseRail');
  await page.getByRole('button', { name: /On your phone/ }).click();
  const closed = await visitor.on('PaymentClosed', 30_000);
  await expect(closed.getByText('Nothing was charged.').first()).toBeVisible();
});

test('lost while the code is on the screen, the payment on the phone still counts', async ({ kiosk, dock, people }) => {
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  const address = await kiosk.codeOnScreen();
  await dock.network('down');
  await new Phone().pay(address);
  const page = await visitor.on('PaymentUnknown', 60_000);
  await expect(page.getByText('Do not pay again').first()).toBeVisible();
  await dock.network('up');
  expect(await visitor.receiptNumber()).toMatch(/-00000001$/);
});
