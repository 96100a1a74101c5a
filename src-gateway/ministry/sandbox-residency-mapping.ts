import type { z } from 'zod';
import type { Challenge } from '../../src-shared/domain/challenge.ts';
import { noticeSchema, type Choice, type Notice } from '../../src-shared/domain/notice.ts';
import type { ResidencyKind, ResidencyObligation } from '../../src-shared/domain/obligation.ts';
import type { CodeVerdict, MinistryLog } from './port.ts';
import { amountOf, isoDay, standingOf } from './sandbox-mapping.ts';
import type {
  WireCodeCheck,
  WireCodeRequest,
  WireFine,
  WireFineTypes,
  WireNotices,
} from './sandbox-residency-schema.ts';

/* Residency, codes and messages of the sandbox back end in the product's words, and back. */

const kinds: ReadonlyMap<number, ResidencyKind> = new Map([
  [6, 'newborn_not_reported'],
  [9, 'no_permit_after_entry'],
  [11, 'overstayed_visit'],
  [12, 'overstayed_temporary'],
  [13, 'permit_expired'],
  [113, 'permit_cancelled'],
]);

/** One fine or case. A kind nobody knows is shown by the back end's own text, and is logged. */
export function fineOf(wire: WireFine, system: ResidencyObligation['system'], log: MinistryLog): ResidencyObligation {
  const kind = kinds.get(wire.kind_code);
  if (kind === undefined) log({ event: 'MINISTRY_CODE_UNKNOWN', list: 'residency kind', code: String(wire.kind_code) });
  return {
    id: `${system}-${wire.fine_no}`,
    system,
    ...standingOf(wire, log),
    detail: {
      ticketNo: wire.fine_no,
      kind: kind ?? 'other',
      text: { ar: wire.desc_ar, en: wire.desc_en },
      ...(wire.law_article === null ? {} : { lawArticle: wire.law_article }),
      ...(wire.permit_article === null ? {} : { permitArticle: wire.permit_article }),
      from: isoDay(wire.start_date),
      ...(wire.end_date === null ? {} : { to: isoDay(wire.end_date) }),
      ...(wire.days_no === null ? {} : { days: wire.days_no }),
      ...(wire.daily_kwd === null ? {} : { ratePerDayFils: amountOf(wire.daily_kwd) }),
      ...(wire.max_kwd === null ? {} : { capFils: amountOf(wire.max_kwd) }),
      ...(wire.at_max === null ? {} : { capReached: wire.at_max === 'نعم' }),
    },
  };
}

/** The code the back end wants; null when it wants none. */
export function challengeOf(wire: WireCodeRequest): Challenge | null {
  switch (wire.code_type) {
    case 'بدون':
      return null;
    case 'صورة':
      return { kind: 'image', id: wire.request_no, png: wire.image_b64, triesLeft: wire.tries_left };
    case 'رسالة':
      return {
        kind: 'one_time_code',
        id: wire.request_no,
        sentTo: wire.phone_mask.replaceAll('*', '•'),
        triesLeft: wire.tries_left,
      };
  }
}

/** What the back end says about a code. */
export const codeVerdicts: Readonly<Record<WireCodeCheck['outcome'], CodeVerdict>> = {
  صحيح: 'right',
  خطأ: 'wrong',
  منتهي: 'expired',
  موقوف: 'too_many',
};

/** `01` is the usual one; others become `type_02` and so on: the list may grow without us. */
export function fineTypeOf(wire: WireFineTypes['fine_types'][number]): Choice {
  const code = wire.type_code === usualWireType ? usualFineType : `${fineTypePrefix}${wire.type_code}`;
  return { code, name: { ar: wire.name_ar, en: wire.name_en } };
}

/** `type_02` → `02` */
export function wireFineTypeOf(code: string): string {
  return code === usualFineType ? usualWireType : code.slice(fineTypePrefix.length);
}

/** "Residency": what the ministry preselects (domain 3.5). */
export const usualFineType = 'residency';
const usualWireType = '01';
const fineTypePrefix = 'type_';

const places: ReadonlyMap<number, Notice['places'][number]> = new Map([
  [0, 'home'],
  [1, 'traffic'],
  [2, 'residency'],
  [3, 'papers'],
  [4, 'help'],
]);

/** A message for visitors; null when it belongs nowhere we know or its days are none. */
export function noticeOf(wire: WireNotices['notices'][number], log: MinistryLog): Notice | null {
  const known = wire.shown_in.map((place) => {
    const found = places.get(place);
    if (found === undefined) log({ event: 'MINISTRY_CODE_UNKNOWN', list: 'notice place', code: String(place) });
    return found;
  });
  const read = noticeSchema.safeParse({
    id: wire.notice_no,
    text: { ar: wire.text_ar, en: wire.text_en },
    tone: wire.level === 'تنبيه' ? 'attention' : 'info',
    places: known.filter((place) => place !== undefined),
    validFrom: isoDay(wire.valid_from),
    validTo: isoDay(wire.valid_to),
  } satisfies z.input<typeof noticeSchema>);
  return read.success ? read.data : null;
}
