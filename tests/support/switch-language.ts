import type { Page } from 'playwright';
import type { Language } from '../../src-shared/domain/language.ts';

/** Switches the language as a visitor does, and waits until the page is drawn in it. False where there is no button. */
export async function switchLanguage(page: Page, language: Language): Promise<boolean> {
  const button = page.locator('.tool[data-action="language"]');
  if ((await button.count()) === 0) return false;
  await button.click();
  await page.locator(`[data-action="language-${language}"]`).click();
  await page.locator(`html[lang="${language}"]`).waitFor();
  return true;
}
