import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { ScreenName } from '../../src-shared/session/screen.ts';
import { Phone } from '../support/phone.ts';
import { switchLanguage } from '../support/switch-language.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, landscape, portrait, test } from './kiosk-test.ts';

for (const window of [portrait, landscape]) {
  test.describe(window, () => {
    test.use({ window });

    test('every screen of the main way is free of axe findings, in Arabic and English', async ({ kiosk, people }) => {
      const visitor = new Visitor(kiosk);
      const check = async (screen: ScreenName): Promise<Page> => {
        const page = await visitor.on(screen, 45_000);
        await expectNoFindings(page, screen);
        if (!(await switchLanguage(page, 'ar'))) return page;
        await expectNoFindings(page, screen);
        await switchLanguage(page, 'en');
        return page;
      };
      const go = async (screen: ScreenName, action: string): Promise<void> => {
        await (await check(screen)).locator(`[data-action="${action}"]`).first().click();
      };
      await go('Attract', 'begin');
      await go('Language', 'language-en');
      await go('Home', 'service-trafficIndividuals');
      await check('AskNumber');
      await visitor.type(people.next(2, 5).number);
      await go('TicketList', 'details');
      await go('Ticket', 'back');
      await visitor.touch('TicketList', 'Select all that can be paid');
      await go('TicketList', 'review');
      await go('Review', 'choose-rail');
      await go('ChooseRail', 'pay-phone');
      await check('PayOnPhone');
      await new Phone().pay(await kiosk.codeOnScreen());
      await check('Paid');
      await visitor.touch('Paid', 'Done');
    });
  });
}

async function expectNoFindings(page: Page, screen: ScreenName): Promise<void> {
  // A stand-in page cannot be opened inside Electron: legacy mode checks where it is.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const findings = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`,
  );
  expect(findings, `${screen} in ${(await page.locator('html').getAttribute('lang')) ?? '?'}`).toEqual([]);
}
