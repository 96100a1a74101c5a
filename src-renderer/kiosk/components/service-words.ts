import type { Service } from '../../../src-shared/services/service.ts';
import type { MessageKey } from '../../language/message-keys.ts';
import { en } from '../../language/messages/en.ts';

/** The words that explain an information service, in reading order; a test proves that each service has all of them. */
export function informationKeys(service: Service): readonly MessageKey[] {
  if (service.answers !== 'information') return [];
  const names = Array.from({ length: service.paragraphs }, (_, index) => `service.${service.id}.body${index + 1}`);
  return names.filter((name): name is MessageKey => name in en);
}

/** The words on a service's card. */
export function serviceKey(service: Service, part: 'title' | 'hint'): MessageKey {
  const name = `service.${service.id}.${part}`;
  if (!(name in en)) throw new Error(`the service ${service.id} has no words`);
  return name as MessageKey;
}

/** The words for a code of an answer; null for a code nobody has words for, which is then shown neutrally. */
export function codeKey(service: Service, part: 'status' | 'advice' | 'reason', code: string): MessageKey | null {
  const name = `service.${service.id}.${part}.${code}`;
  return name in en ? (name as MessageKey) : null;
}

/** The label of a fact. */
export function factKey(code: string): MessageKey {
  const name = `fact.${code}`;
  return name in en ? (name as MessageKey) : 'fact.other';
}
