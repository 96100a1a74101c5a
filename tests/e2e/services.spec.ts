import type { Page } from '@playwright/test';
import { demo } from '../support/people.ts';
import { until } from '../support/until.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

/* A journey for every service that asks something: its answer, nothing, a wrong entry, and the ministry away. */

const reference = '310000017';

/** Everything written on the screen. */
const written = (page: Page): Promise<string> => page.locator('main').innerText();

test.describe('what is owed', () => {
  test('traffic and residency stand in one list, and are paid as one', async ({ kiosk, dock, people }) => {
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('settleAll');
    await visitor.type(people.nextWithBoth().number);
    const list = await visitor.on('TicketList');
    expect(await written(list)).toContain('Residency');
    await visitor.selectAllAndReview();
    await visitor.press('ChooseRail', 'pay-terminal');
    await expect.poll(() => dock.terminalDisplay(), { timeout: 15_000 }).toMatch(/^Present card/);
    await dock.terminal('tap_card');
    await visitor.receiptNumber();
    expect(await written(await visitor.on('Paid'))).toMatch(/Paid/);
  });

  test('a system that is silent is never taken for "nothing due"', async ({ kiosk, dock }) => {
    await dock.ministrySystem({ residency: 'down' });
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('settleAll');
    await visitor.type(demo.nothing);
    expect(await written(await visitor.on('TicketList'))).toContain('Residency: the ministry does not answer now');
  });

  test('residency fines are found by civil number, with what each means', async ({ kiosk }) => {
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('residencyFines');
    await visitor.type(demo.mixed);
    await visitor.press('TicketList', 'details');
    expect(await written(await visitor.on('Ticket'))).toContain('What this means');
    await visitor.press('Ticket', 'back');
    await visitor.on('TicketList');
  });

  test('a number that is no civil number is said so at the question, and can be corrected', async ({ kiosk }) => {
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('residencyFines');
    await visitor.type('399123100018');
    expect(await written(await visitor.on('AskNumber'))).toContain('One digit may be wrong');
    await visitor.press('AskNumber', 'back');
    await visitor.begin('residencyFines');
    await visitor.type(demo.nothing);
    await visitor.on('NothingDue');
  });

  test('looking up alone leads to the service that pays without typing the number again', async ({ kiosk }) => {
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('trafficInquiry', 'traffic');
    await visitor.type(demo.mixed);
    await visitor.press('TicketList', 'pay-these');
    const list = await visitor.on('TicketList');
    await expect(list.locator('[data-action="select-all"]')).toBeVisible();
  });

  test('residency is looked up alone, also when nothing is owed', async ({ kiosk }) => {
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('residencyInquiry', 'residency');
    await visitor.type(demo.nothing);
    await visitor.on('NothingDue');
  });
});

test.describe('the reference number', () => {
  test('of a resident is found and carried into the residency cases, whose code comes to the telephone', async ({
    kiosk,
    dock,
  }) => {
    await dock.ministrySystem({ codeKind: 'one_time_code' });
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('referenceResidents', 'papers');
    await visitor.type(demo.mixed);
    await visitor.enter('AskLetters', 'Z0000001');
    await visitor.enter('AskDate', '15012030');
    expect((await written(await visitor.on('FoundNumber'))).replaceAll(' ', '')).toContain(reference);
    await visitor.press('FoundNumber', 'service-residencyCases');
    await visitor.press('AskChoice', 'choose-residency');
    await visitor.enter('AskCode', '000000');
    expect(await written(await visitor.on('AskCode'))).toContain('2 tries left');
    const code = await until('the code on the telephone', async () => {
      const message = (await dock.messages()).find(({ referenceNumber }) => referenceNumber === reference);
      return message?.code ?? null;
    });
    await visitor.enter('AskCode', code);
    await visitor.on('TicketList');
  });

  test('is not given for another passport, and not for one that has expired', async ({ kiosk }) => {
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('referenceResidents', 'papers');
    await visitor.type(demo.mixed);
    await visitor.enter('AskLetters', 'Z0000009');
    await visitor.enter('AskDate', '15012020');
    expect(await written(await visitor.on('AskDate'))).toContain('This passport has expired');
    await visitor.press('AskDate', 'back');
    await visitor.enter('AskLetters', 'Z0000009');
    await visitor.enter('AskDate', '15012030');
    await visitor.on('NotFound');
  });

  test('of a citizen is found by the day of the nationality certificate', async ({ kiosk }) => {
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('referenceCitizens', 'papers');
    await visitor.type(demo.fourHundred);
    await visitor.enter('AskLetters', 'K0000015');
    await visitor.enter('AskDate', '20052001');
    expect((await written(await visitor.on('FoundNumber'))).replaceAll(' ', '')).toContain('310000000015');
  });
});

test.describe('statuses', () => {
  test('the medical result waits for a touch; a number nobody knows is said so', async ({ kiosk }) => {
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('medicalResult', 'residency');
    await visitor.type(reference);
    expect(await written(await visitor.on('FoundStatus'))).not.toContain('Fit');
    await visitor.press('FoundStatus', 'show-finding');
    await expect((await visitor.on('FoundStatus')).getByRole('heading', { name: 'Fit', exact: true })).toBeVisible();
    await visitor.press('FoundStatus', 'back');
    await visitor.type('900000009');
    await visitor.press('FoundStatus', 'show-finding');
    expect(await written(await visitor.on('FoundStatus'))).toContain('Please ask at the counter');
  });

  test('the civil card is ready, by civil number and by the number of the receipt', async ({ kiosk }) => {
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('civilCard', 'papers');
    await visitor.type(demo.mixed);
    expect(await written(await visitor.on('FoundStatus'))).toContain('Your card is ready');
    await visitor.press('FoundStatus', 'back');
    await visitor.type('700029');
    expect(await written(await visitor.on('FoundStatus'))).toContain('Your card is being made');
  });

  test('a residency that cannot be renewed says why, and leads to paying what is in the way', async ({ kiosk }) => {
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('renewalIndividuals', 'residency');
    await visitor.type(demo.mixed);
    expect(await written(await visitor.on('FoundStatus'))).toContain('Unpaid residency fines');
    await visitor.press('FoundStatus', 'service-residencyFines');
    await visitor.on('TicketList');
  });

  test('a company learns what is in the way of renewing', async ({ kiosk }) => {
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('renewalCompanies', 'residency');
    await visitor.type('990000000017');
    expect(await written(await visitor.on('FoundStatus'))).toContain('cannot renew');
  });

  test('the progress of a case is told step by step', async ({ kiosk }) => {
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('caseProgress', 'papers');
    await visitor.type(reference);
    expect(await written(await visitor.on('FoundSteps'))).toContain('The case was received');
  });

  test('with the ministry away says so, and goes on when it is back', async ({ kiosk, dock }) => {
    await dock.ministrySystem({ papers: 'down' });
    const visitor = new Visitor(kiosk);
    await visitor.chooseLanguage();
    await visitor.begin('civilCard', 'papers');
    await visitor.type(demo.mixed);
    await visitor.on('MinistryDown', 20_000);
    await dock.ministrySystem({ papers: 'up' });
    await visitor.press('MinistryDown', 'retry');
    await visitor.on('FoundStatus', 20_000);
  });
});

test('every page of information opens and leads back', async ({ kiosk }) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  for (const serviceId of ['newArrivals', 'otherWays', 'offices', 'openingHours', 'rights', 'privacy']) {
    await visitor.begin(serviceId, 'help');
    expect((await written(await visitor.on('Information'))).length).toBeGreaterThan(60);
    await visitor.press('Information', 'back');
    await visitor.press('Department', 'back');
  }
});
