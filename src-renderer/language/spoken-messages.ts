import type { Language } from '../../src-shared/domain/language.ts';
import type { MessageKey } from './message-keys.ts';
import { spokenMessage, type MessageValues } from './messages.ts';
import { noteForm } from './spoken-forms.ts';

/**
 * Messages whose values say nothing about the visitor: how many digits, which page, how long. Every other message with
 * a value may name an amount, a plate, a date or how many violations there are, and is for the visitor's ears only.
 */
const openWithValues: ReadonlySet<MessageKey> = new Set<MessageKey>([
  'ask.count',
  'ask.count.range',
  'ask.step',
  'code.tries',
  'pager.page',
  'pay.elapsed',
  'problem.needs.exact',
  'problem.needs.range',
  'problem.wrong_length',
  'still.seconds',
]);

/**
 * Answers of the ministry that are messages of their own: fit, not fit, cannot renew. They are about this visitor
 * without any value, and health among them (domain 3.6): never said without headphones.
 */
const answers = /^service\.\w+\.(?:status|advice|reason)\./;

/** Where a number stands and how it looks, with an example that is nobody's. */
const hint = /^field\.\w+\.where$/;

/** Does this sentence say something that others in the hall must not hear? */
export function isPersonal(key: MessageKey, values: MessageValues | undefined): boolean {
  if (answers.test(key)) return true;
  if (values === undefined || openWithValues.has(key) || hint.test(key)) return false;
  return Object.values(values).some((value) => typeof value !== 'object' || value.personal !== false);
}

/** Remembers how a message that is drawn is said. */
export function noteMessage(
  language: Language,
  key: MessageKey,
  values: MessageValues | undefined,
  drawn: string,
): void {
  noteForm(language, drawn, {
    key,
    personal: isPersonal(key, values),
    fixed: values === undefined,
    say: () => spokenMessage(language, key, values),
  });
}
