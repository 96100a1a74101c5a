import type { Page } from '@playwright/test';

/** Presses Pay on the gateway's page and waits for the bank's. */
export async function goToBank(page: Page): Promise<void> {
  await page.locator('form button[type=submit], form input[type=submit]').first().click();
  await page.waitForURL(/paymentpage/);
}

/** Fills in what is left of the bank's page once the card number stands there, and the code that is asked for then. */
export async function finishAtBank(bank: Page): Promise<void> {
  await bank.locator('select[name=month]').selectOption('09');
  await bank.locator('select[name=year]').selectOption('2025');
  await bank.locator('input[name=pin]').fill('1234');
  await bank.locator('#submit').click();
  const code = (await bank.locator('#demo-code').textContent())?.match(/\d{6}/)?.[0] ?? '';
  await bank.locator('input[name=otp]').fill(code);
  await bank.locator('#submit').click();
}
