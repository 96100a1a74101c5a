import { basename, dirname, join } from 'node:path';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { FsFailure, JournalFile, JournalFs } from '../file-system.ts';

// A file system for tests, with the one property a journal lives by: what has not been synced may be
// lost. Content is durable after `sync` or `datasync` of its file, names after `syncDir` of their folder.

/** What can be made to fail or be counted. */
export type FsOperation =
  'makeDir' | 'list' | 'read' | 'open' | 'write' | 'datasync' | 'sync' | 'close' | 'rename' | 'remove' | 'syncDir';

/** A fault-injecting file system and the switches a test turns. */
export interface MemoryFs extends JournalFs {
  /** The `nth` (from 1) call of `operation` from now on fails with `code`; a failing write stops half-way. */
  failAt(operation: FsOperation, nth: number, code: string): void;
  /** All storage there is, bytes; a write that needs more stores what fits and fails with ENOSPC. */
  setSpace(bytes: number): void;
  /** The program dies before its `nth` (from 1) call from now: from then on nothing is done any more. */
  dieAt(nth: number): void;
  /** Calls made since the start or the last `restart`. */
  calls(operation?: FsOperation): number;
  /** The program ends and starts anew on the running machine: unsynced content is still there. */
  restart(): void;
  /** Power is cut: what was not synced survives in part, as `random` (0 ≤ x < 1) decides; then a restart. */
  cutPower(random: () => number): void;
  /** A copy of a file's content as programs see it. Throws if it is not there. */
  peek(path: string): Uint8Array;
  /** Puts a durable file there, replacing any other. */
  poke(path: string, bytes: Uint8Array): void;
  /** Names in a folder. */
  names(dir: string): string[];
}

/** How much a storage device writes at once, bytes: small, so that short records tear as well. */
const sectorBytes = 32;

interface Inode {
  /** What survives a power cut. */
  durable: Uint8Array;
  /** What programs read. */
  cached: Uint8Array;
  /** Writes the system still remembers to bring to the medium. */
  dirty: { readonly offset: number; readonly bytes: Uint8Array }[];
}

/** One change of names: a file appears, moves or goes. */
interface NameChange {
  readonly path: string;
  readonly inode: Inode | null;
}

type Outcome = FsFailure | null;

/** An empty file system with all the space in the world. */
export function makeMemoryFs(): MemoryFs {
  let cachedNames = new Map<string, Inode>();
  const durableNames = new Map<string, Inode>();
  /** Each inner list happens as a whole: a rename is never half done. */
  let pendingNames: NameChange[][] = [];
  let space = Number.POSITIVE_INFINITY;
  let counts = new Map<FsOperation, number>();
  let faults: { readonly operation: FsOperation; readonly at: number; readonly code: string }[] = [];
  let total = 0;
  let deathAt = Number.POSITIVE_INFINITY;
  /** Files opened before a restart are dead. */
  let life = 0;

  const failure = (code: string, operation: FsOperation, path: string): FsFailure => ({
    kind: 'io',
    code,
    operation,
    path,
  });

  /** Counts a call and tells whether it fails. */
  function enter(operation: FsOperation, path: string, bornIn = life): Outcome {
    if (bornIn !== life) return failure('EBADF', operation, path);
    if (total + 1 >= deathAt) return failure('DEAD', operation, path);
    total++;
    const count = (counts.get(operation) ?? 0) + 1;
    counts.set(operation, count);
    const fault = faults.find((candidate) => candidate.operation === operation && candidate.at === count);
    return fault === undefined ? null : failure(fault.code, operation, path);
  }

  const stored = (): number => [...new Set(cachedNames.values())].reduce((sum, inode) => sum + inode.cached.length, 0);

  function changeNames(changes: NameChange[]): void {
    applyNames(cachedNames, changes);
    pendingNames.push(changes);
  }

  function writeTo(inode: Inode, offset: number, bytes: Uint8Array): void {
    const copy = bytes.slice();
    inode.cached = overlaid(inode.cached, offset, copy);
    inode.dirty.push({ offset, bytes: copy });
  }

  function write(path: string, inode: Inode, offset: number, bytes: Uint8Array, born: number): Outcome {
    const fault = enter('write', path, born);
    if (fault?.code === 'DEAD' || fault?.code === 'EBADF') return fault;
    const growth = Math.max(0, offset + bytes.length - inode.cached.length);
    const room = Math.max(0, Math.min(growth, space - stored()));
    const done = fault === null ? bytes.length - (growth - room) : Math.floor(bytes.length / 2);
    if (done > 0) writeTo(inode, offset, bytes.subarray(0, done));
    if (fault !== null) return fault;
    return room < growth ? failure('ENOSPC', 'write', path) : null;
  }

  /** A failed sync forgets what it could not write: the pages count as clean, as on Linux. */
  function syncFile(operation: 'sync' | 'datasync', path: string, inode: Inode, born: number): Outcome {
    const fault = enter(operation, path, born);
    if (fault?.code === 'DEAD' || fault?.code === 'EBADF') return fault;
    if (fault === null)
      for (const { offset, bytes } of inode.dirty) inode.durable = overlaid(inode.durable, offset, bytes);
    inode.dirty = [];
    return fault;
  }

  function openFile(path: string, inode: Inode): JournalFile {
    const born = life;
    return {
      write: (offset, bytes) => settle(write(path, inode, offset, bytes, born), undefined),
      datasync: () => settle(syncFile('datasync', path, inode, born), undefined),
      sync: () => settle(syncFile('sync', path, inode, born), undefined),
      close: () => settle(enter('close', path, born), undefined),
    };
  }

  function open(path: string, mode: 'new' | 'existing'): Result<JournalFile, FsFailure> {
    const fault = enter('open', path);
    if (fault !== null) return err(fault);
    const present = cachedNames.get(path);
    if (mode === 'existing')
      return present === undefined ? err(failure('ENOENT', 'open', path)) : ok(openFile(path, present));
    // An emptied file is modelled as another file of the same name.
    const inode: Inode = { durable: new Uint8Array(), cached: new Uint8Array(), dirty: [] };
    changeNames([{ path, inode }]);
    return ok(openFile(path, inode));
  }

  function move(from: string, to: string | null): Outcome {
    const operation = to === null ? 'remove' : 'rename';
    const fault = enter(operation, from);
    if (fault !== null) return fault;
    const inode = cachedNames.get(from);
    if (inode === undefined) return failure('ENOENT', operation, from);
    changeNames([{ path: from, inode: null }, ...(to === null ? [] : [{ path: to, inode }])]);
    return null;
  }

  function syncDir(dir: string): Outcome {
    const fault = enter('syncDir', dir);
    if (fault !== null) return fault;
    for (const changes of pendingNames) applyNames(durableNames, changes);
    pendingNames = [];
    return null;
  }

  function namesIn(dir: string): string[] {
    return [...cachedNames.keys()].filter((path) => dirname(path) === join(dir)).map((path) => basename(path));
  }

  function restart(): void {
    life++;
    total = 0;
    deathAt = Number.POSITIVE_INFINITY;
    counts = new Map();
    faults = [];
  }

  return {
    makeDir: (dir) => settle(enter('makeDir', dir), undefined),
    list: (dir) => settle(enter('list', dir), namesIn(dir)),
    read: (path) => {
      const fault = enter('read', path);
      const inode = cachedNames.get(path);
      if (fault !== null || inode === undefined) return Promise.resolve(err(fault ?? failure('ENOENT', 'read', path)));
      return Promise.resolve(ok(inode.cached.slice()));
    },
    open: (path, mode) => Promise.resolve(open(path, mode)),
    rename: (from, to) => settle(move(from, to), undefined),
    remove: (path) => settle(move(path, null), undefined),
    syncDir: (dir) => settle(syncDir(dir), undefined),
    failAt: (operation, nth, code) => faults.push({ operation, at: (counts.get(operation) ?? 0) + nth, code }),
    setSpace: (bytes) => (space = bytes),
    dieAt: (nth) => (deathAt = total + nth),
    calls: (operation) => (operation === undefined ? total : (counts.get(operation) ?? 0)),
    restart,
    cutPower: (random) => {
      const survivors = Math.floor(random() * (pendingNames.length + 1));
      for (const changes of pendingNames.slice(0, survivors)) applyNames(durableNames, changes);
      pendingNames = [];
      for (const inode of new Set([...durableNames.values()])) losePower(inode, random);
      cachedNames = new Map(durableNames);
      restart();
    },
    peek: (path) => {
      const inode = cachedNames.get(path);
      if (inode === undefined) throw new Error(`no file ${path}`);
      return inode.cached.slice();
    },
    poke: (path, bytes) => {
      const inode: Inode = { durable: bytes.slice(), cached: bytes.slice(), dirty: [] };
      cachedNames.set(path, inode);
      durableNames.set(path, inode);
    },
    names: namesIn,
  };
}

function settle<T>(failed: Outcome, value: T): Promise<Result<T, FsFailure>> {
  return Promise.resolve(failed === null ? ok(value) : err(failed));
}

function applyNames(names: Map<string, Inode>, changes: readonly NameChange[]): void {
  for (const { path, inode } of changes) {
    if (inode === null) names.delete(path);
    else names.set(path, inode);
  }
}

/**
 * Unsynced writes at a power cut, in one of two ways: the device worked in order and stopped inside one
 * write, or it worked in any order and each sector by itself made it or not.
 */
function losePower(inode: Inode, random: () => number): void {
  if (random() < 0.5) {
    const unsynced = inode.dirty.reduce((sum, { bytes }) => sum + bytes.length, 0);
    let left = Math.floor(random() * (unsynced + 1));
    for (const { offset, bytes } of inode.dirty) {
      inode.durable = overlaid(inode.durable, offset, bytes.subarray(0, left));
      left = Math.max(0, left - bytes.length);
    }
  } else {
    for (const { offset, bytes } of inode.dirty) {
      for (const [start, end] of sectors(offset, bytes.length)) {
        if (random() < 0.5) inode.durable = overlaid(inode.durable, offset + start, bytes.subarray(start, end));
      }
    }
  }
  inode.cached = inode.durable.slice();
  inode.dirty = [];
}

/** Cuts `[0, length)`, which lies at `offset` of a file, where sectors end. */
function sectors(offset: number, length: number): [number, number][] {
  const parts: [number, number][] = [];
  for (let start = 0; start < length;) {
    const end = Math.min(length, start + sectorBytes - ((offset + start) % sectorBytes));
    parts.push([start, end]);
    start = end;
  }
  return parts;
}

/** `under` with `bytes` laid over it at `offset`; a gap before them is zeros. */
function overlaid(under: Uint8Array, offset: number, bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return under;
  const end = offset + bytes.length;
  const over = end > under.length ? new Uint8Array(end) : under;
  if (over !== under) over.set(under);
  over.set(bytes, offset);
  return over;
}
