import { join } from 'node:path';
import { placeNames } from '../../src-shared/contract/staff-ipc.ts';
import type { KioskApp } from '../support/kiosk-app.ts';
import { StaffHands } from '../support/staff-hands.ts';
import { Visitor } from '../support/visitor.ts';

/** One of the demo staff who sees the most pages; the day is a supervisor's. */
const technician = 'T301';
const supervisor = 'S201';

export interface StaffTourPorts {
  readonly kiosk: KioskApp;
  /** Pictures go to `<folder>/<shape>-<language>-staff-<page>.png`. */
  readonly folder: string;
  readonly shape: 'portrait' | 'landscape';
}

/** Takes a picture of every page of the staff screen in both languages, as whoever may see it finds it after a day's visitors. */
export async function staffTour({ kiosk, folder, shape }: StaffTourPorts): Promise<void> {
  const staff = new StaffHands(kiosk);
  for (const language of ['ar', 'en'] as const) {
    const shoot = async (name: string): Promise<void> => {
      const page = staff.pageNow();
      if (!page) throw new Error(`the staff screen was gone before its page ${name}`);
      await page.screenshot({ path: join(folder, `${shape}-${language}-staff-${name}.png`) });
    };
    const seen = new Set<string>();
    for (const id of [supervisor, technician]) {
      await new Visitor(kiosk).on('Attract');
      await staff.makeSign();
      const door = await staff.on('door');
      // The button is written in the language it changes to; the staff screen stays in the one it was left in.
      const change = door.locator(`[data-action="language"][lang="${language}"]`);
      if ((await change.count()) > 0) await change.click();
      if (seen.size === 0) await shoot('door');
      await staff.signInAs(id);
      const page = await staff.on('status');
      for (const name of placeNames) {
        if (seen.has(name) || (await page.locator(`[data-page="${name}"]`).count()) === 0) continue;
        await staff.goTo(name);
        await shoot(name);
        seen.add(name);
        if (name === 'payments') await onePayment(staff, shoot);
      }
      await staff.leave();
    }
    const missing = placeNames.filter((name) => !seen.has(name));
    if (missing.length > 0) throw new Error(`nobody may see the staff pages ${missing.join(', ')}`);
  }
}

/** Into the first payment of the list, if there is one. */
async function onePayment(staff: StaffHands, shoot: (name: string) => Promise<void>): Promise<void> {
  const row = staff.pageNow()?.locator('[data-pid]').first();
  if (!row || (await row.count()) === 0) return;
  await row.click();
  await staff.on('payment');
  await shoot('payment');
}
