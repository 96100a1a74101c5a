import { offeredLanguages, type Language } from '../../../src-shared/domain/language.ts';
import type { ScreenName } from '../../../src-shared/session/screen.ts';
import { action, screen, type TimedHands } from './hands.ts';
import { leaveLongList, openLongList } from './long-list.ts';
import type { Samples } from './samples.ts';

/** One visit that begins in `first` and sees every other language, on Home and on the list of four hundred tickets. */
export async function switchLanguages(hands: TimedHands, samples: Samples, first: Language): Promise<void> {
  samples.add('language.begin', (await hands.begin(first)).wanted);
  const at = offeredLanguages.indexOf(first);
  const others = [...offeredLanguages.slice(at + 1), ...offeredLanguages.slice(0, at)];
  for (const language of [...others, first]) await switchTo(hands, samples, 'Home', language);
  await openLongList(hands);
  for (const language of [...others, first]) await switchTo(hands, samples, 'TicketList', language);
  await leaveLongList(hands);
  await hands.end('Home');
}

async function switchTo(hands: TimedHands, samples: Samples, on: ScreenName, language: Language): Promise<void> {
  const choice = `[data-dialog="language"] ${action(`language-${language}`)}`;
  samples.add('touch.chooseLanguage', (await hands.touch(on, action('language'), choice)).wanted);
  const { wanted } = await hands.touch(on, choice, `html[lang="${language}"] ${screen(on)}`);
  samples.add(`language.${on}`, wanted);
  samples.add(`language.to.${language}`, wanted);
}
