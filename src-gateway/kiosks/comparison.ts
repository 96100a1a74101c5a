import { scrypt } from 'node:crypto';
import {
  comparisonBytes,
  comparisonCost,
  comparisonMessage,
  wordsOf,
  type EnrolmentFacts,
} from '../../src-shared/domain/comparison-words.ts';
import type { LocalText } from '../../src-shared/domain/language.ts';
import type { KioskStore } from './kiosk-store.ts';

/** The words of one enrolment. @param codeHash of the one-time code, hex */
export function comparisonOf(facts: EnrolmentFacts, codeHash: string): Promise<LocalText[]> {
  return new Promise((resolve, reject) => {
    const [message, salt] = [comparisonMessage(facts), Buffer.from(codeHash, 'hex')];
    scrypt(message, salt, comparisonBytes, comparisonCost, (failure, bytes) =>
      failure ? reject(failure) : resolve(wordsOf(bytes)),
    );
  });
}

/** The words of the newest enrolment of a kiosk, as the gateway knows it; null when nobody is enrolled under the code. */
export async function kioskWords(
  store: Pick<KioskStore, 'find' | 'enrolledWith'>,
  answerKey: string,
  kioskCode: string,
): Promise<LocalText[] | null> {
  const [kiosk, codeHash] = [await store.find(kioskCode), await store.enrolledWith(kioskCode)];
  return kiosk && codeHash
    ? comparisonOf({ deviceKey: kiosk.deviceKey, answerKey, kioskCode: kiosk.code }, codeHash)
    : null;
}
