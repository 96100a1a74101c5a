import type { Rail } from '../../../src-shared/domain/receipt.ts';
import type { ScreenName } from '../../../src-shared/session/screen.ts';
import { Phone } from '../../support/phone.ts';
import { whileAlive, type MortalKiosk } from './program.ts';

/** What a visitor's hands do on one rail. */
export interface RailHands {
  /** What its button on the choice of rail does. */
  readonly action: string;
  /** The screen on which the payment waits for the visitor. */
  readonly screen: ScreenName;
  /** Pays. Rejects at once when the kiosk dies and nothing more can be done without it. */
  readonly pay: (kiosk: MortalKiosk) => Promise<void>;
}

const card = { digits: '0000000001', month: '09', year: '2025', pin: '1234' } as const;

/** The hands for each rail; a rail without hands is not killed. */
export const hands: Readonly<Partial<Record<Rail, RailHands>>> = {
  phone: { action: 'pay-phone', screen: 'PayOnPhone', pay: payOnPhone },
  screen: { action: 'pay-screen', screen: 'PayOnScreen', pay: payOnScreen },
  // The card is held to the terminal by a hand of the terminal's own stand-in.
  terminal: { action: 'pay-terminal', screen: 'PayOnTerminal', pay: async () => undefined },
};

async function payOnPhone(kiosk: MortalKiosk): Promise<void> {
  await whileAlive(kiosk, kiosk.app.on('PayOnPhone'));
  const code = await whileAlive(kiosk, kiosk.app.codeOnScreen());
  // From here on the phone does not need the kiosk.
  await new Phone().pay(code);
}

async function payOnScreen(kiosk: MortalKiosk): Promise<void> {
  const bank = await whileAlive(kiosk, kiosk.app.paymentPage());
  await bank.locator('form button[type=submit], form input[type=submit]').first().click();
  await bank.waitForURL(/paymentpage/);
  await bank.locator('input[name=digits]').fill(card.digits);
  await bank.locator('select[name=month]').selectOption(card.month);
  await bank.locator('select[name=year]').selectOption(card.year);
  await bank.locator('input[name=pin]').fill(card.pin);
  await bank.locator('#submit').click();
  const code = (await bank.locator('#demo-code').textContent())?.match(/\d{6}/)?.[0] ?? '';
  await bank.locator('input[name=otp]').fill(code);
  await bank.locator('#submit').click();
}
