import type { Rng } from '../../src-shared/ports.ts';
import type { StaffRole } from '../../src-shared/staff/roles.ts';
import { hashPin } from './pin.ts';
import type { StaffStore } from './staff-store.ts';

interface DemoStaff {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly pin: string;
}

/** Demo only: one of each role, and a second supervisor because some things take two. */
export const demoStaff: readonly DemoStaff[] = [
  { id: 'A101', name: 'Demo attendant', role: 'attendant', pin: '402817' },
  { id: 'S201', name: 'Demo supervisor', role: 'supervisor', pin: '731946' },
  { id: 'S202', name: 'Second demo supervisor', role: 'supervisor', pin: '295038' },
  { id: 'T301', name: 'Demo technician', role: 'technician', pin: '618452' },
];

/** A demo gateway that already has staff keeps them as they are. */
export async function addDemoStaff(store: StaffStore, rng: Rng): Promise<void> {
  if ((await store.read()).version > 0) return;
  for (const { pin, ...person } of demoStaff) await store.put({ ...person, pin: hashPin(pin, rng) });
}
