import { makeMemoryFs, type FsOperation, type MemoryFs } from '../../../src-main/journal/edge/memory-fs.ts';
import type { JournalFile, JournalFs } from '../../../src-main/journal/file-system.ts';
import { ok } from '../../../src-shared/result.ts';

const never = new Promise<never>(() => undefined);

/** A kiosk's disk: the journal's file system in memory, with a fuse that ends the program between two calls. */
export class Disk implements JournalFs {
  /** Calls of the program so far. */
  calls = 0;
  /** Syncs that say they are done and are not. */
  lies = false;
  readonly #memory: MemoryFs = makeMemoryFs();
  #blowAt = Number.POSITIVE_INFINITY;
  #blow: () => void = () => undefined;

  /** The program dies before its `nth` call from now (1 = the next), and nothing is done any more. */
  fuse(nth: number, blow: () => void): void {
    this.#blowAt = this.calls + nth;
    this.#blow = blow;
  }

  failAt(operation: FsOperation, nth: number, code: string): void {
    this.#memory.failAt(operation, nth, code);
  }

  setSpace(bytes: number): void {
    this.#memory.setSpace(bytes);
  }

  /** Room again. */
  mend(): void {
    this.lies = false;
    this.#blowAt = Number.POSITIVE_INFINITY;
    this.#memory.setSpace(Number.POSITIVE_INFINITY);
  }

  restart(): void {
    this.#memory.restart();
  }

  cutPower(random: () => number): void {
    this.#memory.cutPower(random);
  }

  makeDir(dir: string) {
    return this.#do(() => this.#memory.makeDir(dir));
  }

  list(dir: string) {
    return this.#do(() => this.#memory.list(dir));
  }

  read(path: string) {
    return this.#do(() => this.#memory.read(path));
  }

  open(path: string, mode: 'new' | 'existing') {
    return this.#do(async () => {
      const opened = await this.#memory.open(path, mode);
      return opened.ok ? ok(this.#file(opened.value)) : opened;
    });
  }

  rename(from: string, to: string) {
    return this.#do(() => this.#memory.rename(from, to));
  }

  remove(path: string) {
    return this.#do(() => this.#memory.remove(path));
  }

  syncDir(dir: string) {
    return this.#do(() => (this.lies ? Promise.resolve(ok(undefined)) : this.#memory.syncDir(dir)));
  }

  #file(file: JournalFile): JournalFile {
    const sync = (call: () => ReturnType<JournalFile['sync']>) =>
      this.#do(() => (this.lies ? Promise.resolve(ok(undefined)) : call()));
    return {
      write: (offset, bytes) => this.#do(() => file.write(offset, bytes)),
      datasync: () => sync(() => file.datasync()),
      sync: () => sync(() => file.sync()),
      close: () => this.#do(() => file.close()),
    };
  }

  #do<T>(call: () => Promise<T>): Promise<T> {
    this.calls += 1;
    if (this.calls < this.#blowAt) return call();
    if (this.calls === this.#blowAt) this.#blow();
    return never;
  }
}
