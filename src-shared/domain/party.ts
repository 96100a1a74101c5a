import { z } from 'zod';

export const partyKindSchema = z.enum(['individual', 'company']);
export type PartyKind = z.infer<typeof partyKindSchema>;

export const numberKindSchema = z.enum(['civil', 'unified', 'reference']);
export type NumberKind = z.infer<typeof numberKindSchema>;

/** Whom an inquiry is about. ASCII digits, already checked: twelve, or nine to twelve of a reference number. */
export const partySchema = z
  .object({ kind: partyKindSchema, numberKind: numberKindSchema, number: z.string().regex(/^\d{9,12}$/) })
  .refine(({ numberKind, number }) => numberKind === 'reference' || number.length === 12);
export type Party = z.infer<typeof partySchema>;
