import type { Memory } from './memory.ts';

/** A file of the page's own, open for as long as the page lives. Methods throw when the disk does not do its work. */
export interface CopyFile {
  /** Fills `into` from `at`; returns how many bytes there were. */
  read(into: Uint8Array<ArrayBuffer>, at: number): number;
  /** Bytes between the end of the file and `at` become zero. */
  write(bytes: Uint8Array<ArrayBuffer>, at: number): void;
  /** Everything written so far is on the disk when this returns. */
  flush(): void;
  size(): number;
  close(): void;
}

/** The folder they are in. Methods reject when the disk does not do its work. */
export interface CopyFiles {
  /** Null when there is no such file. */
  open(name: string): Promise<CopyFile | null>;
  /** An empty one, also where there was one. */
  create(name: string): Promise<CopyFile>;
  names(): Promise<string[]>;
  /** Of a closed file. */
  remove(name: string): Promise<void>;
}

/**
 * A file of the feed by its name, unproved; null when main does not have it, or it ends early.
 * @param into so many bytes of it are read into memory that whoever asked gives back; else it is read as a whole
 */
export type FetchObject = (
  name: string,
  into?: { readonly length: number; readonly memory: Memory },
) => Promise<Uint8Array<ArrayBuffer> | null>;
