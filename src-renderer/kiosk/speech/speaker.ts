import type { AudioRoute, SpokenItem } from '../../../src-shared/speech/spoken.ts';
import type { Language } from '../../../src-shared/domain/language.ts';
import type { MessageKey } from '../../language/message-keys.ts';
import { spokenMessage } from '../../language/messages.ts';
import { createNews } from './news.ts';
import type { ReadPiece, Reading } from './read-screen.ts';

/** What the speaker sees of the window at one look. */
export interface Look extends Reading {
  /** Names the screen; another name is another screen. */
  readonly screen: string;
  /** Names the dialog over it; null when there is none. */
  readonly dialog: string | null;
  readonly language: Language;
  /** What stands in the field for a number; null where there is none. */
  readonly typed: string | null;
  /** The state of what has the focus, where it has one: ticked or not. */
  readonly focus: { readonly name: string; readonly state: FocusState } | null;
  readonly route: AudioRoute;
}
export type FocusState = 'checked' | 'unchecked' | null;

/** `replace` ends what is being said; `append` is news about the same screen. */
export type Say = (items: readonly SpokenItem[], how: 'replace' | 'append') => void;

/**
 * Decides what is said when the window changes: a screen or a dialog from its start, afterwards only what is new on it
 * (A32). It says what `Look` holds and nothing else holds back; whether it may be heard aloud is main's business.
 */
export class Speaker {
  readonly #say: Say;
  readonly #screenNews = createNews();
  readonly #dialogNews = createNews();
  #last: Look | null = null;
  #saidAround = new Set<string>();
  #saidPlugIn = false;

  constructor(say: Say) {
    this.#say = say;
  }

  /** The window may have changed. */
  look(now: Look): void {
    const last = this.#last;
    this.#last = now;
    if (last === null) return this.#begin(now, this.#greeting(now.language));
    if (now.language !== last.language) return this.#begin(now, []);
    if (now.dialog !== last.dialog) return now.dialog === null ? this.#backFromDialog(now) : this.#begin(now, []);
    if (now.screen !== last.screen) return this.#begin(now, []);
    this.#tellNews(now, last);
  }

  /** The keypad stopped here: the name of it, or at a heading the whole screen once more. */
  stop(pieces: readonly ReadPiece[], state: FocusState, isHeading: boolean): void {
    const now = this.#last;
    if (!now) return;
    if (isHeading) return this.#begin(now, []);
    const items = [...pieces.map(itemOf), ...stateItems(state, now.language)];
    this.#sayItems(items, 'replace', now);
  }

  #begin(now: Look, before: readonly SpokenItem[]): void {
    const news = now.dialog === null ? this.#screenNews : this.#dialogNews;
    news.begin([...now.main, ...now.around, ...now.live]);
    // What stands around every screen is said once in a visit, in each language that was chosen.
    const around = now.around.filter(({ text }) => !this.#saidAround.has(text));
    for (const { text } of around) this.#saidAround.add(text);
    this.#sayItems([...before, ...[...now.main, ...around].map(itemOf)], 'replace', now);
  }

  #backFromDialog(now: Look): void {
    const fresh = this.#screenNews.look([...now.main, ...now.around, ...now.live]);
    this.#sayItems([...now.heading, ...fresh].map(itemOf), 'replace', now);
  }

  #tellNews(now: Look, last: Look): void {
    const news = now.dialog === null ? this.#screenNews : this.#dialogNews;
    const fresh = news.look([...now.main, ...now.around, ...now.live]).map(itemOf);
    const { focus } = now;
    const toggled = focus !== null && last.focus?.name === focus.name && last.focus.state !== focus.state;
    const items = [
      ...echo(last.typed, now.typed, now.language),
      ...(toggled ? stateItems(focus.state, now.language) : []),
      ...fresh,
    ];
    if (items.length > 0) this.#sayItems(items, 'append', now);
  }

  #sayItems(items: readonly SpokenItem[], how: 'replace' | 'append', now: Look): void {
    const hidden = now.route !== 'private' && items.some((item) => item.personal);
    const plugIn = hidden && !this.#saidPlugIn ? [ownWords('speech.plugIn', now.language)] : [];
    this.#saidPlugIn ||= hidden;
    this.#say([...items, ...plugIn], how);
  }

  /** Whoever starts speech on the screen at rest has not chosen a language yet: both that everyone here knows. */
  #greeting(language: Language): readonly SpokenItem[] {
    const first = ownWords('speech.greeting', language);
    return language === 'ar' ? [first, ownWords('speech.greeting', 'en')] : [first];
  }
}

/** What was typed is heard key by key; main lets a digit be heard in headphones only (A34). */
function echo(before: string | null, now: string | null, language: Language): readonly SpokenItem[] {
  if (before === null || now === null || before === now) return [];
  if (now.length < before.length) return [ownWords('speech.erased', language)];
  const text = [...now.slice(before.length)].join(' ');
  return [{ key: null, language, text, personal: true, fixed: false }];
}

function stateItems(state: FocusState, language: Language): readonly SpokenItem[] {
  return state === null ? [] : [ownWords(`speech.${state}`, language)];
}

function ownWords(key: MessageKey, language: Language): SpokenItem {
  return { key, language, text: spokenMessage(language, key), personal: false, fixed: true };
}

/** The longest text one item may carry; far longer than any sentence on a screen. */
const longestText = 2000;

function itemOf({ key, language, text, personal, fixed }: ReadPiece): SpokenItem {
  return { key, language, text: text.slice(0, longestText), personal, fixed };
}
