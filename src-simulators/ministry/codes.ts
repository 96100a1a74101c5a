import type { NotPayableReason, ObligationStatus, ResidencyKind } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { governorateKeys, governorateNames } from '../world/places.ts';

/*
 * The code lists of the make-believe back end. They are deliberately not the product's own words, so that
 * the ministry adapter has to translate, as a real one will have to.
 */

export const statusNumbers: Readonly<Record<ObligationStatus, number>> = {
  payable: 10,
  visit_office: 20,
  referred_to_court: 30,
  suspended: 40,
  payment_pending_posting: 50,
  paid: 60,
  cancelled: 70,
};

/** `other` becomes a reason the adapter has no words for. */
export const reasonCodes: Readonly<Record<NotPayableReason, string>> = {
  camera_or_disabled_bay: 'كاميرا',
  serious_or_repeated: 'جسيمة',
  no_settlement: 'لا-صلح',
  judgment_given: 'حكم',
  amnesty: 'عفو',
  being_updated: 'تحديث',
  being_paid: 'قيد-الدفع',
  other: 'قرار-إداري',
};

/** 1 civil number, 2 unified number of a person, 3 unified number of a company. */
export function idTypeOf(party: Party): number {
  if (party.kind === 'company') return 3;
  return party.numberKind === 'civil' ? 1 : 2;
}

const governorateNumbers = new Map(governorateKeys.map((key, index) => [governorateNames.get(key)?.en, index + 1]));

/** Number of a governorate by its English name, 1 to 6; null when it has none. */
export function governorateNumber(englishName: string | undefined): number | null {
  return governorateNumbers.get(englishName) ?? null;
}

/** What a settlement can be: taken in, recorded, refused. */
export const settlementStates = { received: 1, posted: 2, refused: 9 } as const;

/** Kinds of residency violation; `other` becomes a number the adapter does not know. */
export const residencyKindCodes: Readonly<Record<ResidencyKind, number>> = {
  newborn_not_reported: 6,
  no_permit_after_entry: 9,
  overstayed_visit: 11,
  overstayed_temporary: 12,
  permit_expired: 13,
  permit_cancelled: 113,
  other: 199,
};
