import { z } from 'zod';
import { standingFields, wireAmount, wireDay, wireMoment, wireText } from './sandbox-schema.ts';

/* Residency fines and cases as they come over the wire. As strict as the traffic side, and for the same reason. */

const fineSchema = z.strictObject({
  fine_no: z.string().min(1).max(24),
  ...standingFields,
  kind_code: z.int(),
  desc_ar: wireText,
  desc_en: wireText,
  /** Article of the law that was violated. */
  law_article: z.string().max(16).nullable(),
  /** Article of the permit: another thing. */
  permit_article: z.string().max(8).nullable(),
  start_date: wireDay,
  /** Null while it goes on. */
  end_date: wireDay.nullable(),
  days_no: z.int().nonnegative().nullable(),
  daily_kwd: wireAmount.nullable(),
  max_kwd: wireAmount.nullable(),
  at_max: z.enum(['نعم', 'لا']).nullable(),
});
export type WireFine = z.infer<typeof fineSchema>;

const finesSchema = z
  .array(fineSchema)
  .max(5000)
  .refine((list) => new Set(list.map(({ fine_no }) => fine_no)).size === list.length, {
    error: 'a fine comes twice: it would be paid twice',
  });

const fileFields = {
  id_type: z.union([z.literal(1), z.literal(2)]),
  id_no: z.string().regex(/^\d{12}$/),
  fines: finesSchema,
};

/** GET /residency/fines */
export const residencyFileSchema = z.strictObject({ answered_at: wireMoment, ...fileFields });
export type WireResidencyFile = z.infer<typeof residencyFileSchema>;

/** GET /residency/export */
export const residencyExportSchema = z.strictObject({
  exported_at: wireMoment,
  total_files: z.int().nonnegative(),
  next_page: z.int().positive().nullable(),
  files: z.array(z.strictObject(fileFields)).max(500),
});
export type WireResidencyExport = z.infer<typeof residencyExportSchema>;

/** GET /cases/list */
export const caseListSchema = z.strictObject({
  answered_at: wireMoment,
  ref_no: z.string().regex(/^\d{9,12}$/),
  fine_type: z.string().regex(/^\d{2}$/),
  cases: finesSchema,
});
export type WireCaseList = z.infer<typeof caseListSchema>;

const codeRequestFields = {
  ref_no: z.string(),
  request_no: z.string().min(1).max(64),
  tries_left: z.int().min(1).max(10),
};

/** POST /cases/code: no code, a picture, or a message to the telephone. */
export const codeRequestSchema = z.discriminatedUnion('code_type', [
  z.strictObject({
    code_type: z.literal('بدون'),
    ref_no: z.string(),
    request_no: z.null(),
    image_b64: z.null(),
    phone_mask: z.null(),
    tries_left: z.null(),
  }),
  z.strictObject({
    code_type: z.literal('صورة'),
    ...codeRequestFields,
    image_b64: z.base64().min(1).max(60_000),
    phone_mask: z.null(),
  }),
  z.strictObject({
    code_type: z.literal('رسالة'),
    ...codeRequestFields,
    image_b64: z.null(),
    phone_mask: z.string().min(1).max(24),
  }),
]);
export type WireCodeRequest = z.infer<typeof codeRequestSchema>;

/** POST /cases/code/check */
export const codeCheckSchema = z.strictObject({
  request_no: z.string(),
  outcome: z.enum(['صحيح', 'خطأ', 'منتهي', 'موقوف']),
});
export type WireCodeCheck = z.infer<typeof codeCheckSchema>;

/** GET /fine-types, the usual one first. */
export const fineTypesSchema = z.strictObject({
  fine_types: z
    .array(z.strictObject({ type_code: z.string().regex(/^\d{2}$/), name_ar: wireText, name_en: wireText }))
    .min(1)
    .max(12),
});
export type WireFineTypes = z.infer<typeof fineTypesSchema>;

/** GET /notices */
export const noticesSchema = z.strictObject({
  notices: z
    .array(
      z.strictObject({
        notice_no: z.string().min(1).max(40),
        level: z.enum(['تنبيه', 'إعلان']),
        text_ar: wireText,
        text_en: wireText,
        shown_in: z.array(z.int()).max(10),
        valid_from: wireDay,
        valid_to: wireDay,
      }),
    )
    .max(100),
});
export type WireNotices = z.infer<typeof noticesSchema>;
