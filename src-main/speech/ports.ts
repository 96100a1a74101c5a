import type { AudioRoute, Sound, SpeechLanguage } from '../../src-shared/speech/spoken.ts';

/** Makes sound of text. */
export interface Voice {
  /** A sound file, or null when it cannot be made (no such program, too long): the item is skipped, never waited for. */
  speak(text: string, language: SpeechLanguage): Promise<SoundFile | null>;
}

/** A whole sound, ready to be played. */
export interface SoundFile {
  readonly bytes: Uint8Array;
  readonly type: 'audio/wav' | 'audio/ogg';
}

/** Recorded clips, where there are any. */
export interface Clips {
  find(key: string, language: SpeechLanguage): Promise<SoundFile | null>;
}

/** Plays sounds in the visitors' window; says `ended(id)` to the desk when one has come to its end. */
export interface Player {
  /** Keeps the bytes where the window can fetch them, and plays them. */
  play(sound: Extract<Sound, { do: 'play' }>, file: SoundFile): void;
  /** Silence at once; nothing that was kept can be fetched any more. */
  stop(): void;
}

/** Where sound goes; changes are told at once. */
export interface AudioRouteSource {
  current(): AudioRoute;
}
