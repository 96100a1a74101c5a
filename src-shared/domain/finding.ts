import { z } from 'zod';
import { localTextSchema } from './language.ts';
import { filsSchema } from './money.ts';
import { officeSchema } from './obligation.ts';

/** A short code of an answer; its words are in `language` under the service that asked. */
const codeSchema = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

/** One fact beside a status, labelled by `fact.<code>`. */
export const factSchema = z.object({
  code: codeSchema,
  value: z.discriminatedUnion('is', [
    z.object({ is: z.literal('text'), text: localTextSchema }),
    /** A number, reference or plate: always left to right. */
    z.object({ is: z.literal('id'), id: z.string().min(1).max(40) }),
    z.object({ is: z.literal('day'), day: z.iso.date() }),
    z.object({ is: z.literal('money'), amountFils: filsSchema }),
  ]),
});
export type Fact = z.infer<typeof factSchema>;

const about = {
  /** When this was true, ISO 8601 with offset. */
  asOf: z.iso.datetime({ offset: true }),
  /** Where the visitor may have to go. */
  offices: z.array(officeSchema).max(10),
};

/** The answer of a service that is not a list of what is owed. The screens are generic over it. */
export const findingSchema = z.discriminatedUnion('kind', [
  /** A number the visitor came for: shown whole, since it is the answer. */
  z.object({ kind: z.literal('number'), number: z.string().regex(/^\d{4,24}$/), ...about }),
  /** A state, with the reasons for it. A code the service does not declare is shown as "ask at the counter". */
  z.object({
    kind: z.literal('status'),
    status: codeSchema,
    reasons: z.array(codeSchema).max(10),
    facts: z.array(factSchema).max(10),
    ...about,
  }),
  /** What has happened so far, oldest first, in the back end's words. */
  z.object({
    kind: z.literal('steps'),
    steps: z.array(z.object({ on: z.iso.date(), text: localTextSchema })).max(100),
    ...about,
  }),
]);
export type Finding = z.infer<typeof findingSchema>;
