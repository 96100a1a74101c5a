import type { ObjectName } from '../../src-shared/feed/head.ts';

/*
 * What the feed keeps in its folder. `public` may be copied to any mirror or stick; `private` is of no use to anybody
 * but the builder, and holds nothing in the clear.
 */
export const headPath = 'public/head.json';
export const objectsFolder = 'public/objects';
export const objectPath = (name: ObjectName): string => `${objectsFolder}/${name}`;
export const statePath = 'private/state.json';
export const ledgersFolder = 'private/ledgers';
/** What the state published by this build says of everybody. */
export const ledgerPath = (build: number): string => `${ledgersFolder}/${build}`;
/** An empty file for every number of a build that was ever taken. */
export const buildsFolder = 'private/builds';
export const spillFolder = 'private/spill';

/** Where the feed's files are kept. Paths have forward slashes and are made by the feed's own code only. */
export interface FeedFolder {
  /** Null when there is no such file. */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** The bytes from `from` up to, not including, `to`; null when there is no such file. */
  readPart(path: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Length in bytes; null when there is no such file. */
  size(path: string): Promise<number | null>;
  /** Whole and durable: after a crash there is the old file or the new one. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
  /** An empty file, durable. False when it is there already; of two who ask at once one hears true. */
  create(path: string): Promise<boolean>;
  /** Adds to the end of a file; not durable. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** Names in a folder; none when there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** Removes a file, or a folder with everything in it, if it is there. */
  remove(path: string): Promise<void>;
}
