import type { KioskApp } from '../support/kiosk-app.ts';
import { Phone } from '../support/phone.ts';
import type { Dock } from '../support/dock.ts';
import { until } from '../support/until.ts';
import type { Steps } from './steps.ts';

/** One visitor, first touch to receipt, by what the buttons do; the words may be in any language. */
export async function payingJourney(
  kiosk: KioskApp,
  dock: Dock,
  steps: Steps,
  language: 'ar' | 'en',
  number: string,
): Promise<void> {
  const papers = (await dock.papers()).length;
  await steps.touch('attract', 'Attract', 'begin');
  await steps.touch('language', 'Language', `language-${language}`);
  await steps.touch('home', 'Home', 'service-trafficIndividuals');
  await steps.does('number', 'AskNumber', async (page) => {
    for (const digit of number) await page.locator(`[data-key="${digit}"]`).click();
    return page.locator('[data-action="submit-field"]').click();
  });
  await steps.touch('list', 'TicketList', 'details');
  await steps.touch('ticket', 'Ticket', 'back');
  await steps.touch('select', 'TicketList', 'select-all');
  await steps.touch('selected', 'TicketList', 'review');
  await steps.touch('review', 'Review', 'choose-rail');
  await steps.touch('rail', 'ChooseRail', 'pay-phone');
  const phone = new Phone();
  await steps.does('code', 'PayOnPhone', async () => {
    await phone.open(await kiosk.codeOnScreen());
  });
  await steps.does('phone', 'PayOnPhone', async () => {
    await phone.pay(phone.page.url);
  });
  await steps.does('confirming', 'PaymentConfirming', async () => undefined);
  await steps.does('paid', 'Paid', async () => {
    await until(
      'the printed receipt',
      async () => ((await dock.papers()).filter((paper) => paper.complete).length > papers ? true : null),
      20_000,
    );
  });
  await steps.touch('receipt', 'Paid', 'finish');
  await steps.does('goodbye', 'Goodbye', async () => undefined);
  await steps.does('over', 'Attract', async () => undefined);
}
