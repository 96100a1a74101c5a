import type { SoundFile } from './ports.ts';

/** Holds the one sound that is to be played now, where the window's page can fetch it, and nothing older. */
export class SoundShelf {
  #now: { id: string; file: SoundFile } | null = null;

  put(id: string, file: SoundFile): void {
    this.#now = { id, file };
  }

  clear(): void {
    this.#now = null;
  }

  /** The sound of this id; null when it is not the one of now. */
  at(id: string): SoundFile | null {
    return this.#now?.id === id ? this.#now.file : null;
  }
}
