import { z } from 'zod';

/** Who stands at the kiosk: answers visitors and changes paper · answers for money · answers for the machine. */
export const staffRoleSchema = z.enum(['attendant', 'supervisor', 'technician']);
export type StaffRole = z.infer<typeof staffRoleSchema>;
