import { z } from 'zod';
import { localTextSchema } from './language.ts';

/** A message of the ministry (an amnesty, a suspension), shown where it matters while it is valid. */
export const noticeSchema = z.object({
  id: z.string().min(1).max(40),
  text: localTextSchema,
  tone: z.enum(['info', 'attention']),
  /** The first screen's list, or the services of a department. */
  places: z
    .array(z.enum(['home', 'traffic', 'residency', 'papers', 'help']))
    .min(1)
    .max(5),
  /** Days in Kuwait, both included. */
  validFrom: z.iso.date(),
  validTo: z.iso.date(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** A choice whose list is configuration, such as the fine types (domain 3.5). */
export const choiceSchema = z.object({ code: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), name: localTextSchema });
export type Choice = z.infer<typeof choiceSchema>;

/** The notices that hold on a day and belong to a place. */
export function noticesFor(
  notices: readonly Notice[],
  place: Notice['places'][number],
  day: string,
): readonly Notice[] {
  return notices.filter(
    ({ places, validFrom, validTo }) => places.includes(place) && validFrom <= day && day <= validTo,
  );
}
