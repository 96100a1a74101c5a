import { z } from 'zod';
import { pidSchema } from '../domain/receipt.ts';
import { allowed, type StaffAction } from '../staff/actions.ts';
import { staffIdSchema } from '../staff/directory.ts';
import { refusalSchema } from './gateway-http.ts';
import { programVersionSchema } from './program-bundle.ts';
import { enrolProblemSchema } from './staff/enrol.ts';
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
const kioskCode = z.string().regex(/^[A-Z0-9]{2,8}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const leaveReasonSchema = z.enum(['left', 'idle', 'key', 'removed', 'page_lost']);
export type LeaveReason = z.infer<typeof leaveReasonSchema>;

/** One kind of event, with the sentence that `docs/log-catalogue.md` has of it. */
function kind<K extends string, S extends z.ZodRawShape>(name: K, means: string, shape: S) {
  return z.strictObject({ kind: z.literal(name), ...shape }).describe(means);
}

const head = { seq: z.int().nonnegative(), hash };
const act = { by: staffIdSchema, action: actionSchema, pid: pidSchema.nullable() };
/** Only if it is one of the directory's; what else was typed might be a PIN. */
const typedNumber = staffIdSchema.nullable();

export const auditEventSchema = z.discriminatedUnion('kind', [
  kind('boot', 'The program started.', { version: z.string().max(40) }),
  kind('asked', 'Somebody made the sign of staff; it waited if money was moving.', {
    how: z.enum(['corners', 'key']),
    opened: z.boolean(),
  }),
  kind('signed_in', 'Somebody was signed in.', { by: staffIdSchema }),
  kind('not_signed_in', 'Somebody was not signed in.', { number: typedNumber, why: signInProblemSchema }),
  kind('signed_out', 'Somebody was signed out.', { by: staffIdSchema, why: leaveReasonSchema }),
  kind('begun', 'Somebody is about to do something; written before it is done.', act),
  // `code`: the one shown to whoever did it.
  kind('ended', 'It was done, or did not work.', { ...act, done: z.boolean(), code: code.nullable() }),
  kind('refused', 'Somebody asked for what their role may not do.', { by: staffIdSchema, action: actionSchema }),
  kind('second', 'A second person stood in for something that takes two.', {
    by: staffIdSchema,
    first: staffIdSchema,
    action: actionSchema,
  }),
  kind('second_refused', 'A second person was not taken.', { first: staffIdSchema, number: typedNumber, why: code }),
  kind('enrol_begun', 'Somebody gave a one-time code; written before the gateway is asked.', {}),
  kind('enrol_ended', 'The code made it this kiosk, if the words are the same; or it was not taken.', {
    kiosk: kioskCode.nullable(),
    why: enrolProblemSchema.nullable(),
  }),
  kind('enrol_compared', 'Somebody said whether the words were the office’s; written before it counts.', {
    kiosk: kioskCode,
    same: z.boolean(),
  }),
  kind('directory', 'A newer list of staff counts from here on.', { version: z.int().nonnegative() }),
  kind('directory_refused', 'A list of staff was forged, older than the one here, or none.', { why: code }),
  kind('bundle', 'Somebody begins to bring a bundle in from a stick; the hash covers every byte of it.', {
    by: staffIdSchema,
    serial: z.int().positive(),
    hash,
  }),
  kind('program', 'Somebody begins to put a program from a stick in the place of the one that runs.', {
    by: staffIdSchema,
    version: programVersionSchema,
    hash,
  }),
  kind(
    'exported',
    'Somebody carries evidence away on a stick; the hash is of the list in it, which has one of every file.',
    {
      by: staffIdSchema,
      hash,
    },
  ),
  kind('set_aside', 'The gateway refuses something the kiosk owes it, a word about a payment or the Z of a day.', {
    pid: pidSchema.nullable(),
    no: z.int().positive().nullable(),
    why: refusalSchema,
    tries: z.int().positive(),
  }),
  kind(
    'checkpoint',
    'Where the payment journal stood at a receipt or a Z: whoever cuts the one has to cut the other.',
    {
      at: z.enum(['receipt', 'z']),
      ...head,
    },
  ),
]);
export type AuditEvent = z.infer<typeof auditEventSchema>;
