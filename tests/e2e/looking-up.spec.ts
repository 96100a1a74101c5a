import type { World } from '../../scripts/world/world.ts';
import { demo } from '../support/people.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('somebody who owes nothing is told so, with the time of the answer', async ({ kiosk }) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  await visitor.lookUp(demo.nothing);
  const page = await visitor.on('NothingDue');
  await expect(page.getByText(/As of/)).toBeVisible();
});

test('a number nobody has is answered neutrally and can be corrected', async ({ kiosk }) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  await visitor.lookUp('399123100018');
  await visitor.on('ConfirmUnified');
  await visitor.touch('ConfirmUnified', /Yes, it is my unified number/);
  await visitor.on('NotFound');
  await visitor.touch('NotFound', 'Look up another number');
  await visitor.on('AskNumber');
});

test('digits of an Arabic keyboard are understood', async ({ kiosk }) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  await visitor.touch('Home', 'My traffic violations');
  const page = await visitor.on('AskNumber');
  for (const key of '٣٩٩١٢٣١٠٠٠١٧') {
    await page.evaluate((pressed) => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, bubbles: true }));
    }, key);
    await page.waitForTimeout(170); // the same key again within 150 ms would be a bounce (A26)
  }
  await page.keyboard.press('Enter');
  await visitor.on('TicketList');
});

test('a civil card on the scanner is read instead of typed', async ({ kiosk, dock }) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  await visitor.touch('Home', 'My traffic violations');
  await visitor.on('AskNumber');
  await dock.scan('https://example.com/399123100017');
  await visitor.on('AskNumber');
  await dock.scan(demo.mixed);
  await visitor.on('TicketList');
});

test('a scanner that types like a keyboard reaches no field and presses no button', async ({ kiosk }) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  const home = await visitor.on('Home');
  // In one go: keys over a slow test connection would come like those of a hand.
  const burst = (text: string) =>
    home.evaluate((keys) => {
      const press = (key: string): boolean =>
        (document.activeElement ?? document.body).dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
        );
      return [...keys, 'Enter'].map(press).some(Boolean);
    }, text);
  // Another document than below: the same one twice in a second is dropped.
  expect(await burst(demo.awkward), 'a key got through').toBe(false);
  await visitor.touch('Home', 'My traffic violations');
  const page = await visitor.on('AskNumber');
  expect(await burst('https://example.com'), 'a key got through').toBe(false);
  await expect(page.getByText('The document could not be read.')).toBeVisible();
  await expect(page.locator('#number')).toHaveValue('');
  expect(await burst(demo.mixed), 'a key got through').toBe(false);
  await visitor.on('TicketList');
});

test('forty awkward tickets each say what can be done', async ({ kiosk }) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  await visitor.lookUp(demo.awkward);
  const page = await visitor.on('TicketList');
  await expect(page.getByText('40 violations')).toBeVisible();
});

test('a company is looked up by its unified number', async ({ kiosk }) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  await visitor.begin('trafficCompanies', 'traffic');
  await visitor.type('990000000017');
  await visitor.on('TicketList');
});

test('a ministry that is down leaves payment refused kindly and the copy readable', async ({ kiosk, dock }) => {
  await dock.ministry('down');
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  await visitor.lookUp(demo.mixed);
  const screen = await Promise.race([
    visitor.on('TicketList', 30_000).then(() => 'TicketList'),
    visitor.on('MinistryDown', 30_000).then(() => 'MinistryDown'),
  ]);
  expect(['TicketList', 'MinistryDown']).toContain(screen);
});

test('an amount that changed between list and pay is shown before it is agreed to', async ({
  kiosk,
  world,
  people,
}) => {
  const visitor = new Visitor(kiosk);
  const person = people.next(2);
  await visitor.chooseLanguage();
  await visitor.lookUp(person.number);
  await visitor.selectAllAndReview();
  await change(world, { ticketNo: person.payable[0]?.detail.ticketNo, amountFils: 19_750 });
  await visitor.touch('ChooseRail', /On your phone/);
  const page = await visitor.on('AmountChanged');
  await expect(page.getByText('19.750').first()).toBeVisible();
  await visitor.touch('AmountChanged', 'Continue with the new total');
  await visitor.on('Review');
});

test('a ticket paid elsewhere meanwhile is taken off before anything is charged', async ({ kiosk, world, people }) => {
  const visitor = new Visitor(kiosk);
  const person = people.next(2);
  await visitor.chooseLanguage();
  await visitor.lookUp(person.number);
  await visitor.selectAllAndReview();
  await change(world, { ticketNo: person.payable[0]?.detail.ticketNo, status: 'paid' });
  await visitor.touch('ChooseRail', /On your phone/);
  await visitor.on('PaidMeanwhile');
});

async function change(world: World, body: object): Promise<void> {
  const response = await fetch(`${world.ministryUrl}/sim/tickets/change`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}
