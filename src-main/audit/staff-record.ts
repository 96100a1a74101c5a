import type { AuditEvent } from '../../src-shared/contract/audit-catalogue.ts';
import { pidSchema } from '../../src-shared/domain/receipt.ts';
import { needsRecord } from '../../src-shared/staff/actions.ts';
import type { StaffRecord } from '../staff/staff-desk.ts';

/** Writes what the staff desk tells into the audit log. @param isStaff is this a number of the directory? */
export function staffRecord(
  audit: { note(event: AuditEvent): Promise<boolean> },
  isStaff: (id: string) => boolean,
): StaffRecord {
  const note = (event: AuditEvent): void => void audit.note(event);
  return {
    asked: (how, opened) => note({ kind: 'asked', how, opened }),
    signedIn: ({ id }) => note({ kind: 'signed_in', by: id }),
    notSignedIn: (id, why) => note({ kind: 'not_signed_in', number: isStaff(id) ? id : null, why }),
    signedOut: ({ id }, why) => note({ kind: 'signed_out', by: id, why }),
    beforeAction: async ({ id }, action, subject) =>
      (await audit.note({ kind: 'begun', by: id, action, pid: pidOf(subject) })) || !needsRecord(action),
    refused: ({ id }, action) => note({ kind: 'refused', by: id, action }),
    afterAction: ({ id }, action, subject, outcome) =>
      note({
        kind: 'ended',
        by: id,
        action,
        pid: pidOf(subject),
        done: outcome.ok,
        code: outcome.ok ? outcome.value : outcome.error,
      }),
  };
}

function pidOf(subject: string | null): string | null {
  return subject !== null && pidSchema.safeParse(subject).success ? subject : null;
}
