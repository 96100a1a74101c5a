import { z } from 'zod';
import { errorConditionSchema, messageCategorySchema, type MessageCategory } from '../../src-shared/contract/nexo.ts';

const ms = z.int().min(0).max(86_400_000);
const fils = z.int().min(1).max(999_999_999);

/**
 * When a line goes dead or the power goes. `before`: the request is lost with it. `during`: the bank is being asked (for
 * requests without a bank the same as `after`). `after`: in place of the answer.
 */
const moment = z.enum(['before', 'during', 'after']);
export type Moment = z.infer<typeof moment>;

/** How bytes are spoiled on their way out; done where there are bytes. */
export const mannerSchema = z.enum(['malformedJson', 'slowBytes', 'hugeBody']);
export type Manner = 'plain' | z.infer<typeof mannerSchema>;

/** What goes other than it should with one request. Deeds of several rules add up. */
export const deedSchema = z.discriminatedUnion('verb', [
  // The visitor, played: a card is presented at once.
  z.strictObject({ verb: z.literal('charge') }),
  /** A payment ends with this word, after a card where the word needs one; anything else is refused with it. */
  z.strictObject({ verb: z.literal('decline'), condition: errorConditionSchema }),
  // What an approved card comes to.
  z.strictObject({ verb: z.literal('wrongAmount'), amountFils: fils }),
  z.strictObject({ verb: z.literal('wrongCurrency'), currency: z.string().length(3) }),
  z.strictObject({ verb: z.literal('partial'), amountFils: fils }),
  z.strictObject({ verb: z.literal('approveOffline') }),
  z.strictObject({ verb: z.literal('chargeAndDecline') }),
  z.strictObject({ verb: z.literal('leaveCardIn') }),
  // How a payment runs.
  /** Not finished before that time, and `InProgress` to everyone who asks. */
  z.strictObject({ verb: z.literal('inProgress'), forMs: ms }),
  /** Stuck on its way in: unknown to everyone who asks, and charged when that time is over. */
  z.strictObject({ verb: z.literal('notFoundThenCharge'), afterMs: ms }),
  /** Of an Abort: not honoured; a card is charged after that time. */
  z.strictObject({ verb: z.literal('approveAfterAbort'), afterMs: ms }),
  /** Of a Reversal: the bank does it two times. */
  z.strictObject({ verb: z.literal('reverseTwice') }),
  /** Of a TransactionStatus: does not know what it knows. */
  z.strictObject({ verb: z.literal('notFound') }),
  // How the answer goes, and the line.
  z.strictObject({ verb: z.literal('noReply') }),
  z.strictObject({ verb: z.literal('replyLate'), afterMs: ms }),
  z.strictObject({ verb: z.literal('replyTwice') }),
  z.strictObject({ verb: z.literal('foreignReply'), name: z.enum(['ServiceID', 'SaleID', 'POIID']) }),
  /** The last earlier answer of the same kind comes first. */
  z.strictObject({ verb: z.literal('replayOld') }),
  z.strictObject({ verb: z.literal('garble'), manner: mannerSchema }),
  z.strictObject({ verb: z.literal('dropSocket'), when: moment }),
  z.strictObject({ verb: z.literal('reset'), when: moment }),
  z.strictObject({ verb: z.literal('halfOpen'), when: moment }),
  z.strictObject({ verb: z.literal('reboot'), when: moment, forget: z.boolean(), downMs: ms.optional() }),
]);
export type Deed = z.infer<typeof deedSchema>;
export type Verb = Deed['verb'];

/** One rule of a script. */
export const faultRuleSchema = z.strictObject({
  on: messageCategorySchema.exclude(['Event']),
  /** The nth such request since the script was given, from 1; every one when absent. */
  nth: z.int().min(1).optional(),
  do: deedSchema,
});
export type FaultRule = z.infer<typeof faultRuleSchema>;

/** The deeds of one request. */
export class Deeds {
  readonly #deeds: readonly Deed[];

  constructor(deeds: readonly Deed[]) {
    this.#deeds = deeds;
  }

  /** The first deed of this verb. */
  find<V extends Verb>(verb: V): Extract<Deed, { verb: V }> | undefined {
    return this.#deeds.find((deed): deed is Extract<Deed, { verb: V }> => deed.verb === verb);
  }

  has(verb: Verb): boolean {
    return this.find(verb) !== undefined;
  }

  /** Of a request that was stuck and has now come in. */
  unstuck(): Deeds {
    const others = this.#deeds.filter(({ verb }) => verb !== 'notFoundThenCharge');
    return new Deeds([...others, { verb: 'charge' }]);
  }
}

const none = new Deeds([]);

/** A list of rules, and how many requests of each kind there were since it was given. */
export class FaultScript {
  readonly #rules: readonly FaultRule[];
  readonly #seen = new Map<MessageCategory, number>();

  constructor(rules: readonly FaultRule[]) {
    this.#rules = rules;
  }

  /** Counts a request and says what is to go wrong with it. */
  next(category: MessageCategory): Deeds {
    if (this.#rules.length === 0) return none;
    const count = (this.#seen.get(category) ?? 0) + 1;
    this.#seen.set(category, count);
    const fitting = this.#rules.filter(({ on, nth }) => on === category && (nth === undefined || nth === count));
    return fitting.length === 0 ? none : new Deeds(fitting.map((rule) => rule.do));
  }
}
