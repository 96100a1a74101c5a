import { z } from 'zod';

/** Who stands at the kiosk: answers visitors and changes paper · answers for money · answers for the machine. */
export const staffRoleSchema = z.enum(['attendant', 'supervisor', 'technician']);
export type StaffRole = z.infer<typeof staffRoleSchema>;

/** Everything staff can do, and who may. What is not here nobody may. */
export const staffActions = {
  /** The status page and the story of a payment. */
  look: ['attendant', 'supervisor', 'technician'],
  search: ['attendant', 'supervisor', 'technician'],
  reprint: ['attendant', 'supervisor'],
  askOutcome: ['attendant', 'supervisor'],
  handOver: ['attendant', 'supervisor'],
  changePaper: ['attendant', 'supervisor', 'technician'],
  takeOutOfService: ['attendant', 'supervisor', 'technician'],
  readDay: ['attendant', 'supervisor'],
  closeDay: ['supervisor'],
  closeCase: ['supervisor'],
  testDevices: ['technician'],
  readLog: ['supervisor', 'technician'],
  exportToStick: ['supervisor', 'technician'],
  importFromStick: ['technician'],
  retryOutbox: ['supervisor', 'technician'],
  trustClock: ['technician'],
  restart: ['supervisor', 'technician'],
} as const satisfies Readonly<Record<string, readonly StaffRole[]>>;
export type StaffAction = keyof typeof staffActions;

export function mayDo(role: StaffRole, action: StaffAction): boolean {
  const roles: readonly StaffRole[] = staffActions[action];
  return roles.includes(role);
}
