import type { StatusReply } from '../../src-shared/contract/gateway-http.ts';
import type { Choice } from '../../src-shared/domain/notice.ts';
import type { MinistryPort } from '../ministry/port.ts';

/** What the ministry preselects (domain 3.5); stands in until the ministry has said which types there are. */
const usualFineType: Choice = { code: 'residency', name: { ar: 'الإقامة', en: 'Residency' } };

/** Limits of `statusReplySchema`. */
const maxNotices = 20;
const maxOffices = 200;

/**
 * The ministry's part of the status. A ministry that is away leaves the lists as they were last known, or empty.
 * @param today the day in Kuwait: a notice that is over is not told any more
 */
export async function ministryStatus(
  ministry: Pick<MinistryPort, 'status' | 'fineTypes' | 'notices' | 'offices'>,
  today: string,
): Promise<Pick<StatusReply, 'ministry' | 'fineTypes' | 'notices' | 'offices'>> {
  const [state, fineTypes, notices, offices] = await Promise.all([
    ministry.status(),
    ministry.fineTypes(),
    ministry.notices(),
    ministry.offices(),
  ]);
  return {
    ministry: state,
    fineTypes: fineTypes.ok ? [...fineTypes.value] : [usualFineType],
    notices: notices.ok ? notices.value.filter(({ validTo }) => validTo >= today).slice(0, maxNotices) : [],
    offices: offices.ok ? offices.value.slice(0, maxOffices) : [],
  };
}
