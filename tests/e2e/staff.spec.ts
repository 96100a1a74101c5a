import { demoStaff } from '../../src-gateway/staff/demo-staff.ts';
import { finishAtBank, goToBank } from '../support/bank-page.ts';
import { pinOf, StaffHands } from '../support/staff-hands.ts';
import { Phone } from '../support/phone.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('staff come in by the four corners and their PIN, see that visitors can pay, and leave', async ({ kiosk }) => {
  const visitor = new Visitor(kiosk);
  const staff = new StaffHands(kiosk);
  await visitor.on('Attract');
  await staff.makeSign();
  const door = await staff.on('door');
  await door.getByRole('button', { name: 'English' }).click();
  await staff.signIn('S201', '000000');
  await expect(door.locator('[data-problem="wrong"]')).toBeVisible();
  await staff.signIn('S201', pinOf('S201'));
  const page = await staff.on('status');
  await expect(page.getByRole('heading', { name: 'Visitors can pay' })).toBeVisible();
  await expect(page.locator('[data-line="printer"]')).toHaveAttribute('data-state', 'good');
  await staff.leave();
  await visitor.on('Attract');
});

test('who has a badge shows it to the scanner after the PIN; another one’s does not do', async ({ kiosk, dock }) => {
  const person = demoStaff.find(({ badge }) => badge !== undefined);
  const badge = person?.badge ?? '';
  const staff = new StaffHands(kiosk);
  await new Visitor(kiosk).on('Attract');
  await staff.makeSign();
  const door = await staff.on('door');
  await door.getByRole('button', { name: 'English' }).click();
  await staff.signInAs(person?.id ?? '');
  await expect(door.locator('[data-problem="badge"]')).toHaveText('Show your badge to the scanner.');
  await dock.scan(badge.replace(/..$/, '77'));
  await expect(door.locator('[data-problem="wrong_badge"]')).toBeVisible();
  await staff.signInAs(person?.id ?? '');
  await expect(door.locator('[data-problem="badge"]')).toBeVisible();
  // A scanner that types.
  await door.keyboard.type(badge);
  await door.keyboard.press('Enter');
  await staff.on('status');
  await staff.leave();
});

test('with the network cut the list of staff that came before still lets people in, and says why nobody can pay', async ({
  kiosk,
  dock,
  startKiosk,
}) => {
  await new Visitor(kiosk).on('Attract');
  const staff = new StaffHands(kiosk);
  await staff.comeIn('T301');
  await staff.leave();
  await kiosk.kill();
  await dock.network('down');
  const again = new StaffHands(await startKiosk(kiosk.dataFolder));
  const page = await again.comeIn('T301');
  await expect(page.locator('[data-why="no_network"]')).toBeVisible();
  await expect(page.locator('[data-line="network"]')).toHaveAttribute('data-state', 'bad');
});

test('asked for while a visitor pays, the staff screen waits for the outcome and the money is safe', async ({
  kiosk,
  people,
}) => {
  const visitor = new Visitor(kiosk);
  const staff = new StaffHands(kiosk);
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  await staff.makeSign();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(staff.pageNow()).toBeNull();
  await new Phone().pay(await kiosk.codeOnScreen());
  await staff.on('door', 40_000);
  await staff.leave();
  await visitor.on('Attract');
});

test('asked for while the bank’s page is open on the screen, the staff screen waits, and the payer has paid and a receipt', async ({
  kiosk,
  dock,
  people,
}) => {
  const visitor = new Visitor(kiosk);
  const staff = new StaffHands(kiosk);
  const before = (await dock.papers()).length;
  await visitor.startPaying(people.next(1).number, 'On this screen');
  await visitor.on('PayOnScreen');
  const bank = await kiosk.paymentPage();
  await goToBank(bank);
  await staff.makeSign();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(staff.pageNow()).toBeNull();
  await bank.locator('input[name=digits]').fill('0000000001');
  await finishAtBank(bank);
  await staff.on('door', 40_000);
  expect(kiosk.paymentPageNow()).toBeNull();
  await expect.poll(async () => (await dock.papers()).filter(({ complete }) => complete).length).toBe(before + 1);
  await staff.leave();
  await visitor.on('Attract');
});
