import type { LocalText } from '../../src-shared/domain/language.ts';
import { fils } from '../../src-shared/domain/money.ts';
import type {
  NotPayableReason,
  ObligationStatus,
  ResidencyKind,
  ResidencyObligation,
} from '../../src-shared/domain/obligation.ts';
import { addDays, daysBetween } from './calendar.ts';
import { daysOfViolation, fineAfter, fineRule, rateOn, residencyRatesFrom, type FineRule } from './residency-rates.ts';

/** What is decided about a residency fine. */
export interface FineRecipe {
  readonly kind: Exclude<ResidencyKind, 'other'>;
  /** Article of the permit (17, 18, 20 …), never of the law. */
  readonly permitArticle?: string;
  readonly domestic?: true;
  /** First day of the violation, counted back from today. */
  readonly daysAgo: number;
  /** How many days it lasted; left out while it goes on. */
  readonly lasted?: number;
  readonly standing: FineStanding;
}

/** A fine as the back end keeps it: while the violation goes on, it grows by the rule every day. */
export interface ResidencyFine {
  readonly obligation: ResidencyObligation;
  readonly grows: FineRule | null;
}

interface Standing {
  readonly status: ObligationStatus;
  readonly reason?: NotPayableReason;
  readonly office?: string;
}

const standings = {
  payable: { status: 'payable' },
  visit_office: { status: 'visit_office', reason: 'serious_or_repeated', office: 'RES-FAR' },
  court: { status: 'referred_to_court', reason: 'no_settlement', office: 'RES-CAP' },
  amnesty: { status: 'suspended', reason: 'amnesty', office: 'RES-HAW' },
  updating: { status: 'payment_pending_posting', reason: 'being_updated' },
  paid: { status: 'paid' },
  cancelled: { status: 'cancelled' },
} as const satisfies Record<string, Standing>;
export type FineStanding = keyof typeof standings;

const texts: Readonly<Record<FineRecipe['kind'], LocalText>> = {
  newborn_not_reported: {
    ar: 'عدم الإبلاغ عن مولود خلال أربعة أشهر من ولادته',
    en: 'A newborn was not reported within four months',
  },
  no_permit_after_entry: {
    ar: 'عدم الحصول على إقامة بعد الدخول بسمة دخول للإقامة',
    en: 'No residence permit was obtained after entering on a residence visa',
  },
  overstayed_visit: { ar: 'تجاوز مدة الزيارة', en: 'Stayed longer than a visit allows' },
  overstayed_temporary: { ar: 'تجاوز مدة الإقامة المؤقتة', en: 'Stayed longer than a temporary residence allows' },
  permit_expired: {
    ar: 'انتهاء الإقامة دون تجديد أو مغادرة',
    en: 'The residence permit expired and was neither renewed nor left',
  },
  permit_cancelled: {
    ar: 'البقاء في البلاد بعد إلغاء الإقامة',
    en: 'Stayed in the country after the residence permit was cancelled',
  },
};

/**
 * Writes a fine as it stands today.
 * @param system the fines found by civil number, or the cases found by reference number
 */
export function makeFine(
  recipe: FineRecipe,
  {
    no,
    system,
    today,
  }: { readonly no: string; readonly system: ResidencyObligation['system']; readonly today: string },
): ResidencyFine {
  const { status, reason, office }: Standing = standings[recipe.standing];
  const from = addDays(today, -Math.min(recipe.daysAgo, daysBetween(residencyRatesFrom, today)));
  const rule = fineRule(recipe.kind, recipe.domestic);
  const ended = recipe.lasted === undefined ? undefined : addDays(from, recipe.lasted - 1);
  const obligation: ResidencyObligation = {
    id: `${system}-${no}`,
    version: 1,
    system,
    amountFils: fils(0),
    status,
    ...(reason === undefined ? {} : { notPayableReason: reason }),
    ...(office === undefined ? {} : { officeCode: office }),
    detail: {
      ticketNo: no,
      kind: recipe.kind,
      text: texts[recipe.kind],
      ...(rule.lawArticle === undefined ? {} : { lawArticle: rule.lawArticle }),
      ...(recipe.permitArticle === undefined ? {} : { permitArticle: recipe.permitArticle }),
      from,
      ...(ended === undefined ? {} : { to: ended }),
    },
  };
  const grows = ended === undefined && status !== 'paid' && status !== 'cancelled' ? rule : null;
  return { obligation: amountOn(obligation, rule, ended ?? today), grows };
}

/** The fine as it stands at the end of a day. */
export function amountOn(obligation: ResidencyObligation, rule: FineRule, day: string): ResidencyObligation {
  const days = daysOfViolation(obligation.detail.from, day);
  const { amount, capReached } = fineAfter(rule, days);
  return {
    ...obligation,
    amountFils: amount,
    detail: {
      ...obligation.detail,
      days,
      ratePerDayFils: rateOn(rule, days),
      capFils: fils(rule.cap),
      capReached,
    },
  };
}
