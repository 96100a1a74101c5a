import { z } from 'zod';
import { wireAmount, wireDay, wireMoment, wireText } from './sandbox-schema.ts';

/* Answers of the inquiries that do not ask what is owed. */

const reference = z.string().regex(/^\d{9,12}$/);

/** GET /papers/reference */
export const referenceSchema = z.strictObject({
  answered_at: wireMoment,
  civil_no: z.string(),
  ref_no: reference,
});
export type WireReference = z.infer<typeof referenceSchema>;

/** GET /papers/medical. A digit as text, 0 to 6 as far as is known. */
export const medicalSchema = z.strictObject({
  answered_at: wireMoment,
  ref_no: reference,
  result_code: z.string().regex(/^\d{1,2}$/),
});
export type WireMedical = z.infer<typeof medicalSchema>;

/** GET /papers/steps */
export const stepsSchema = z.strictObject({
  answered_at: wireMoment,
  ref_no: reference,
  steps: z.array(z.strictObject({ step_date: wireDay, step_ar: wireText, step_en: wireText })).max(100),
});
export type WireSteps = z.infer<typeof stepsSchema>;

/** GET /papers/card */
export const cardSchema = z.strictObject({
  answered_at: wireMoment,
  asked_no: z.string(),
  card_state: z.string().max(40),
  fee_kwd: wireAmount,
});
export type WireCard = z.infer<typeof cardSchema>;

/** GET /papers/renewal */
export const renewalSchema = z.strictObject({
  answered_at: wireMoment,
  id_type: z.union([z.literal(1), z.literal(3)]),
  id_no: z.string(),
  eligible: z.enum(['نعم', 'لا']),
  reasons: z.array(z.string().max(64)).max(10),
});
export type WireRenewal = z.infer<typeof renewalSchema>;
