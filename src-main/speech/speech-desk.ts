import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import { defaultPreferences, type Preferences } from '../../src-shared/session/preferences.ts';
import {
  appendSpeech,
  emptyQueue,
  hushSpeech,
  nextSpeech,
  repeatSpeech,
  replaceSpeech,
  type SpeechQueue,
} from '../../src-shared/speech/queue.ts';
import { gainOf, hasSpeech, type SpokenItem } from '../../src-shared/speech/spoken.ts';
import { soundedOn, type Sounded } from './for-route.ts';
import type { AudioRouteSource, Clips, Player, SoundFile, Voice } from './ports.ts';
import { hiddenTone, lookHereTone } from './tone.ts';

export interface SpeechDeskPorts {
  readonly voice: Voice;
  readonly clips: Clips;
  readonly player: Player;
  readonly route: AudioRouteSource;
  /** Keys, languages and routes only; never a value. */
  readonly log: Log;
}

/** An item of the queue: words the window sent, or a sound of the kiosk's own. */
interface QueueItem extends SpokenItem {
  readonly tone?: SoundFile;
}

const chimeItem: QueueItem = {
  key: 'chime',
  language: 'en',
  text: 'chime',
  personal: false,
  fixed: true,
  tone: lookHereTone,
};

/**
 * Says one thing after the other: from a recorded clip where there is one, else by the voice. Decides at the moment of
 * saying what the route lets through, because a plug can be pulled between two words.
 */
export class SpeechDesk {
  readonly #ports: SpeechDeskPorts;
  #queue: SpeechQueue<QueueItem> = emptyQueue;
  #preferences: Preferences = defaultPreferences;
  /** The sound that is playing or being made; another number: what comes back for the old one is dropped. */
  #turn = 0;
  #busy = false;
  /** The next item's sound, made while this one plays, so that sentences follow each other without a gap. */
  #ahead: { item: QueueItem; sounded: Sounded; file: Promise<SoundFile | null> } | null = null;

  constructor(ports: SpeechDeskPorts) {
    this.#ports = ports;
  }

  /** Is something being said now? */
  get speaking(): boolean {
    return this.#queue.waiting.length > 0;
  }

  /** What the visitor has chosen: whether, how loud, how fast. */
  follow(preferences: Preferences): void {
    const before = this.#preferences;
    this.#preferences = preferences;
    if (before.speech && !preferences.speech) this.forget();
  }

  /** New speech; false while speech is off. */
  say(items: readonly SpokenItem[], how: 'replace' | 'append'): boolean {
    if (!this.#preferences.speech) return false;
    if (how === 'replace') this.#silence();
    this.#queue = how === 'replace' ? replaceSpeech(items) : appendSpeech(this.#queue, items);
    this.#advance();
    return true;
  }

  /** A sound that turns heads, with speech or without (A40). */
  chime(): void {
    this.#queue = appendSpeech(this.#queue, [chimeItem]);
    this.#advance();
  }

  /** Any key: silence at once. */
  hush(): true {
    this.#silence();
    this.#queue = hushSpeech(this.#queue);
    return true;
  }

  /** Everything since the last screen or item, once more. */
  repeat(): void {
    this.#silence();
    this.#queue = repeatSpeech(this.#queue);
    this.#advance();
  }

  /** A sound has come to its end. */
  ended(id: string): true {
    if (id === String(this.#turn) && this.#busy) this.#done();
    return true;
  }

  /** The visit is over: nothing of it can be said again. */
  forget(): void {
    this.#silence();
    this.#queue = emptyQueue;
  }

  #silence(): void {
    this.#turn += 1;
    this.#ahead = null;
    if (this.#busy) this.#ports.player.stop();
    this.#busy = false;
  }

  #done(): void {
    this.#busy = false;
    this.#queue = nextSpeech(this.#queue);
    this.#advance();
  }

  #advance(): void {
    const [item] = this.#queue.waiting;
    if (this.#busy || !item) return;
    this.#busy = true;
    this.#turn += 1;
    void this.#sound(item, this.#turn);
  }

  async #sound(item: QueueItem, turn: number): Promise<void> {
    const route = this.#ports.route.current();
    const sounded = soundedOn(route, item);
    const ahead = this.#ahead;
    this.#ahead = null;
    const file = await (ahead?.item === item && ahead.sounded === sounded ? ahead.file : this.#make(item, sounded));
    // Silenced or replaced meanwhile, or the plug was pulled: what was made for one ear must not reach another.
    if (turn !== this.#turn) return;
    if (soundedOn(this.#ports.route.current(), item) !== sounded) {
      void this.#sound(item, turn);
      return;
    }
    const { key, language } = item;
    this.#ports.log('spoken', { key: key ?? 'data', language, route, as: file ? sounded : 'nothing' });
    if (!file) {
      this.#done();
      return;
    }
    const { volume, rate } = this.#preferences;
    this.#ports.player.play({ do: 'play', id: String(turn), gain: gainOf(volume), rate: rate / 100 }, file);
    this.#makeAhead();
  }

  #makeAhead(): void {
    const item = this.#queue.waiting[1];
    if (!item) return;
    const sounded = soundedOn(this.#ports.route.current(), item);
    this.#ahead = { item, sounded, file: this.#make(item, sounded) };
  }

  async #make(item: QueueItem, sounded: Sounded): Promise<SoundFile | null> {
    if (sounded === 'nothing') return null;
    if (sounded === 'tone') return hiddenTone;
    const { key, language, text, fixed, tone } = item;
    if (tone) return tone;
    if (!hasSpeech(language)) return null;
    const clip = fixed && key !== null ? await this.#ports.clips.find(key, language) : null;
    return clip ?? this.#ports.voice.speak(text, language);
  }
}
