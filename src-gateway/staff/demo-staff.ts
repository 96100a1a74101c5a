import type { Rng } from '../../src-shared/ports.ts';
import type { StaffRole } from '../../src-shared/staff/roles.ts';
import { hashBadge } from './badge.ts';
import { hashPin } from './pin.ts';
import type { StaffStore } from './staff-store.ts';

interface DemoStaff {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly pin: string;
  /** What the badge says, for whoever has to show one. */
  readonly badge?: string;
}

/** Demo only: one of each role, a second supervisor because some things take two, and a third who has a badge. */
export const demoStaff: readonly DemoStaff[] = [
  { id: 'A101', name: 'Demo attendant', role: 'attendant', pin: '402817' },
  { id: 'S201', name: 'Demo supervisor', role: 'supervisor', pin: '731946' },
  { id: 'S202', name: 'Second demo supervisor', role: 'supervisor', pin: '295038' },
  {
    ...{ id: 'S203', name: 'Demo supervisor with a badge', role: 'supervisor', pin: '846139' },
    badge: 'WAFA-BADGE-DEM0DEM0DEM0DEM0DEM0DEM0DE',
  },
  { id: 'T301', name: 'Demo technician', role: 'technician', pin: '618452' },
];

/** A demo gateway that already has staff keeps them as they are. */
export async function addDemoStaff(store: StaffStore, rng: Rng): Promise<void> {
  if ((await store.read()).version > 0) return;
  for (const { pin, badge, ...person } of demoStaff) {
    await store.put({ ...person, pin: hashPin(pin, rng), badge: badge === undefined ? null : hashBadge(badge) });
  }
}
