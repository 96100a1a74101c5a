import { z } from 'zod';

/*
 * The sandbox back end's answers as they come over the wire. Strict on purpose: a field that was renamed or added
 * means that the other side has changed and nobody has looked at what that does to amounts.
 */

/** DD/MM/YYYY */
export const wireDay = z.string().regex(/^\d{2}\/\d{2}\/\d{4}$/);
/** DD/MM/YYYY HH:MM:SS, Kuwait time. */
export const wireMoment = z.string().regex(/^\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}:\d{2}$/);
export const wireText = z.string().max(500);

const articleSchema = z.strictObject({
  article_item: z.string().max(16),
  article_no: z.string().max(16).nullable(),
  desc_ar: wireText,
  desc_en: wireText,
});

/** KWD with three decimals */
export const wireAmount = z.string().regex(/^\d{1,6}\.\d{3}$/);

/** What tickets and fines have in common. */
export const standingFields = {
  revision: z.int().nonnegative(),
  status: z.int(),
  reject_reason: z.string().max(64).nullable(),
  office_code: z.string().max(32).nullable(),
  amount_kwd: wireAmount,
};
export type WireStanding = z.infer<z.ZodObject<typeof standingFields>>;

export const violationSchema = z.strictObject({
  violation_no: z.string().min(1).max(24),
  ...standingFields,
  violation_type: z.enum(['D', 'I']),
  violation_date: wireDay,
  /** HH:MM, Kuwait time */
  violation_time: z.string().regex(/^\d{2}:\d{2}$/),
  location_ar: wireText,
  location_en: wireText,
  plate_no: z.string().max(8).nullable(),
  plate_code: z.string().max(4).nullable(),
  plate_gov: z.int().nullable(),
  /** km/h */
  speed_limit: z.int().nullable(),
  speed_measured: z.int().nullable(),
  points: z.int().nullable(),
  settlement_due: wireDay.nullable(),
  articles: z.array(articleSchema).min(1).max(6),
});
export type WireViolation = z.infer<typeof violationSchema>;

const personFields = {
  id_type: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  id_no: z.string().regex(/^\d{12}$/),
  violations: z
    .array(violationSchema)
    .max(5000)
    .refine((list) => new Set(list.map(({ violation_no }) => violation_no)).size === list.length, {
      error: 'a ticket comes twice: it would be paid twice',
    }),
};
export const personSchema = z.strictObject(personFields);
export type WirePerson = z.infer<typeof personSchema>;

/** GET /traffic/violations */
export const inquirySchema = z.strictObject({ answered_at: wireMoment, ...personFields });
export type WireInquiry = z.infer<typeof inquirySchema>;

/** GET /traffic/export */
export const exportPageSchema = z.strictObject({
  exported_at: wireMoment,
  total_persons: z.int().nonnegative(),
  next_page: z.int().positive().nullable(),
  persons: z.array(personSchema).max(500),
});
export type WireExportPage = z.infer<typeof exportPageSchema>;

/** GET /offices */
export const officesSchema = z.strictObject({
  offices: z
    .array(
      z.strictObject({
        office_code: z.string().max(32),
        name_ar: wireText,
        name_en: wireText,
        area_ar: wireText,
        area_en: wireText,
        hours_ar: wireText.nullable(),
        hours_en: wireText.nullable(),
      }),
    )
    .max(200),
});
export type WireOffices = z.infer<typeof officesSchema>;
export type WireOffice = WireOffices['offices'][number];

/** POST /<part>/settlements, GET /<part>/settlements/:key. `state` 1 taken in, 2 recorded, 9 refused. */
export const settlementSchema = z.strictObject({
  settlement_key: z.string(),
  state: z.union([z.literal(1), z.literal(2), z.literal(9)]),
  refusal_code: z.string().max(64).nullable(),
});
export type WireSettlement = z.infer<typeof settlementSchema>;

/** GET /<part>/settlements?day=DD/MM/YYYY&page=N */
export const settlementListSchema = z.strictObject({
  day: wireDay,
  total_settlements: z.int().nonnegative(),
  next_page: z.int().positive().nullable(),
  settlements: z
    .array(
      z.strictObject({
        settlement_key: z.string().min(1).max(64),
        track_id: z.string().regex(/^[0-9a-f]{32}$/),
        violation_no: z.string().min(1).max(24),
        amount_kwd: wireAmount,
        state: settlementSchema.shape.state,
      }),
    )
    .max(500),
});
export type WireSettlementList = z.infer<typeof settlementListSchema>;

/** GET /ping */
export const pingSchema = z.strictObject({ status: z.literal('OK'), server_time: wireMoment });

/** An error that the back end itself wrote; a proxy's 404 looks different. */
export const errorSchema = <Code extends string>(code: Code) =>
  z.strictObject({ error_code: z.literal(code), error_desc: z.string() });
