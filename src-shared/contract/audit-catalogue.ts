import { z } from 'zod';
import { pidSchema } from '../domain/receipt.ts';
import { allowed, type StaffAction } from '../staff/actions.ts';
import { staffIdSchema } from '../staff/directory.ts';
import { signInProblemSchema } from './staff-ipc.ts';

/*
 * Everything the audit log can say: who was at the staff screen and what they did there. Staff numbers, codes of ours,
 * pids and record numbers; never a name, a PIN or anything of a visitor. New kinds are added, none is ever changed.
 */

// The keys of a `const` object are exactly its own.
const actions = Object.keys(allowed) as [StaffAction, ...StaffAction[]];
const actionSchema = z.enum(actions);
/** A word of ours; never a text somebody typed. */
const code = z.string().regex(/^[a-zA-Z][\w.-]{0,59}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const leaveReasonSchema = z.enum(['left', 'idle', 'key', 'removed', 'page_lost']);
export type LeaveReason = z.infer<typeof leaveReasonSchema>;

export const auditEventSchema = z.discriminatedUnion('kind', [
  /** The program started. */
  z.strictObject({ kind: z.literal('boot'), version: z.string().max(40) }),
  /** Somebody made the sign of staff. `opened` is false while money was moving. */
  z.strictObject({ kind: z.literal('asked'), how: z.enum(['corners', 'key']), opened: z.boolean() }),
  z.strictObject({ kind: z.literal('signed_in'), by: staffIdSchema }),
  /** `number`: only if it is one of the directory's; what else was typed might be a PIN. */
  z.strictObject({ kind: z.literal('not_signed_in'), number: staffIdSchema.nullable(), why: signInProblemSchema }),
  z.strictObject({ kind: z.literal('signed_out'), by: staffIdSchema, why: leaveReasonSchema }),
  /** Written before it is done: what cannot be written is not done. */
  z.strictObject({ kind: z.literal('begun'), by: staffIdSchema, action: actionSchema, pid: pidSchema.nullable() }),
  z.strictObject({
    kind: z.literal('ended'),
    by: staffIdSchema,
    action: actionSchema,
    pid: pidSchema.nullable(),
    done: z.boolean(),
    /** The code shown to whoever did it. */
    code: code.nullable(),
  }),
  /** Somebody asked for what their role may not do. */
  z.strictObject({ kind: z.literal('refused'), by: staffIdSchema, action: actionSchema }),
  /** A second person stood in for something that takes two. */
  z.strictObject({ kind: z.literal('second'), by: staffIdSchema, first: staffIdSchema, action: actionSchema }),
  /** A newer list of staff counts from here on. */
  z.strictObject({ kind: z.literal('directory'), version: z.int().nonnegative() }),
  /** A list of staff was forged, older than the one here, or none. */
  z.strictObject({ kind: z.literal('directory_refused'), why: code }),
  /** Head of the payment journal at a receipt or a Z: whoever cuts the one has to cut the other. */
  z.strictObject({ kind: z.literal('checkpoint'), at: z.enum(['receipt', 'z']), seq: z.int().nonnegative(), hash }),
]);
export type AuditEvent = z.infer<typeof auditEventSchema>;
