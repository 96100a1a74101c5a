import { join } from 'node:path';
import type { KioskApp } from '../support/kiosk-app.ts';
import { StaffHands } from '../support/staff-hands.ts';
import { Visitor } from '../support/visitor.ts';

export interface FirstDayPorts {
  /** One that is nobody yet. */
  readonly kiosk: KioskApp;
  readonly code: string;
  /** Pictures go to `<folder>/<shape>-<language>-staff-<page>.png`. */
  readonly folder: string;
  readonly shape: 'portrait' | 'landscape';
}

/** Enrols a kiosk at its screen, with a picture of the code half typed and of the words, in both languages. */
export async function firstDay({ kiosk, code, folder, shape }: FirstDayPorts): Promise<void> {
  const staff = new StaffHands(kiosk);
  await new Visitor(kiosk).on('OutOfService');
  await staff.makeSign();
  const page = await staff.on('enrol');
  const shootBoth = async (name: string): Promise<void> => {
    for (const language of ['ar', 'en'] as const) {
      // The button is written in the language it changes to.
      const change = page.locator(`[data-action="language"][lang="${language}"]`);
      if ((await change.count()) > 0) await change.click();
      await page.locator(`html[lang="${language}"]`).waitFor();
      await page.screenshot({ path: join(folder, `${shape}-${language}-staff-${name}.png`) });
    }
  };
  for (const key of code.slice(0, 14)) await page.locator(`[data-key="${key}"]`).click();
  await shootBoth('enrol');
  await staff.typeCode(code);
  await page.locator('[data-step="compare"]').waitFor();
  await shootBoth('words');
  await page.locator('[data-action="same"]').click();
  await staff.on('door');
  await staff.leave();
  await new Visitor(kiosk).on('Attract');
}
