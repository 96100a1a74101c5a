import { Phone } from '../support/phone.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('a visitor whose receipt did not come out prints it later with the code from the screen', async ({
  kiosk,
  dock,
  people,
}) => {
  await dock.printer('out_of_paper');
  const visitor = new Visitor(kiosk);
  const before = (await dock.papers()).length;
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  await new Phone().pay(await kiosk.codeOnScreen());
  const number = await visitor.receiptNumber();
  const page = await kiosk.page();
  const later = page.getByText('within 15 minutes, choose');
  await expect(later).toBeVisible();
  const code = /\b\d{6}\b/.exec(await later.innerText())?.[0] ?? '';
  await visitor.touch('Paid', 'Done');
  await visitor.touch('Goodbye', 'Done');
  expect((await dock.papers()).length).toBe(before);

  await dock.printer('ready');
  await visitor.chooseLanguage();
  await visitor.touch('Home', 'Print my receipt again');
  const pad = await visitor.on('Reprint');
  for (const digit of code) await pad.getByRole('button', { name: digit, exact: true }).click();
  await visitor.touch('Reprint', 'Continue');
  expect(await visitor.receiptNumber()).toBe(number);
  await expect.poll(async () => (await dock.papers()).filter(({ complete }) => complete).length).toBe(before + 1);
});
