import type { Dock } from '../support/dock.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

const settled = 45_000;

/** Waits until the terminal asks for a card. */
async function cardIsAsked(dock: Dock): Promise<void> {
  await expect.poll(() => dock.terminalDisplay(), { timeout: 15_000 }).toMatch(/^Present card/);
}

test('a visitor pays at the card terminal and leaves with a printed receipt', async ({ kiosk, dock, people }) => {
  const visitor = new Visitor(kiosk);
  const before = (await dock.papers()).length;
  await visitor.startPaying(people.next(2).number, 'Card terminal');
  await visitor.on('PayOnTerminal');
  await cardIsAsked(dock);
  expect(await dock.terminal('tap_card')).toBe(true);
  expect(await visitor.receiptNumber()).toMatch(/-00000001$/);
  await expect.poll(async () => (await dock.papers()).filter((paper) => paper.complete).length).toBe(before + 1);
});

test('a wrong PIN at the terminal charges nothing, says so, and the visitor may try again', async ({
  kiosk,
  dock,
  people,
}) => {
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'Card terminal');
  await cardIsAsked(dock);
  await dock.terminal('wrong_pin');
  const page = await visitor.on('NotPaid', settled);
  await expect(page.getByText('The PIN was not right.')).toBeVisible();
  await visitor.touch('NotPaid', 'Try again');
  await visitor.on('TicketList');
});

test('a payment cancelled on the kiosk stops the terminal, whose own answer says that nothing was charged', async ({
  kiosk,
  dock,
  people,
}) => {
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'Card terminal');
  await cardIsAsked(dock);
  await visitor.touch('PayOnTerminal', 'Cancel payment');
  await visitor.on('NotPaid', settled);
});

test('a terminal whose cable is pulled while a card is in it leaves "being checked", and the money is found later', async ({
  kiosk,
  dock,
  people,
}) => {
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'Card terminal');
  await cardIsAsked(dock);
  await dock.terminalCable('out');
  const page = await visitor.on('PaymentUnknown', settled);
  await expect(page.getByText('Do not pay again.', { exact: true })).toBeVisible();
  await dock.terminal('tap_card');
  await dock.terminalCable('in');
  expect(await visitor.receiptNumber()).toMatch(/-00000001$/);
});

test('a terminal that is not there is not offered', async ({ kiosk, dock, people }) => {
  await dock.terminalCable('out');
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  await visitor.lookUp(people.next(1).number);
  await visitor.selectAllAndReview();
  const page = await visitor.on('ChooseRail');
  await expect(page.getByRole('button', { name: /On your phone/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /Card terminal/ })).toBeHidden({ timeout: 60_000 });
});
