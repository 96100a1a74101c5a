import { closeSync, copyFileSync, constants, ftruncateSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from '../../scripts/prepare/run.ts';

/** Room for the journal's files and ext4's own. */
const diskBytes = 16 * 1024 * 1024;
const commandLimitMs = 20_000;

/** A disk in a file, with ext4 on it: what the file holds is what would survive a power cut. */
export class LoopDisk {
  readonly #image: string;
  readonly #mountPoint: string;
  #mounted = false;

  private constructor(image: string, mountPoint: string) {
    this.#image = image;
    this.#mountPoint = mountPoint;
  }

  /** A new, empty disk. Rejects with the system's words when ext4 cannot be made. */
  static async make(folder: string, name: string): Promise<LoopDisk> {
    const disk = LoopDisk.#in(folder, name);
    const file = openSync(disk.#image, 'w');
    ftruncateSync(file, diskBytes);
    closeSync(file);
    await must('mkfs.ext4', ['-q', '-F', disk.#image]);
    return disk;
  }

  static #in(folder: string, name: string): LoopDisk {
    const mountPoint = join(folder, `${name}-mounted`);
    mkdirSync(mountPoint, { recursive: true });
    return new LoopDisk(join(folder, `${name}.img`), mountPoint);
  }

  /** Attaches it to a loop device and mounts it; a disk that lost power is repaired by ext4's own journal. */
  async mount(): Promise<string> {
    await must('mount', ['-t', 'ext4', '-o', 'loop', this.#image, this.#mountPoint]);
    this.#mounted = true;
    return this.#mountPoint;
  }

  /** What the disk holds at this moment, as a disk of its own; what is only in memory is not in it. */
  cutPower(folder: string, name: string): LoopDisk {
    const copy = LoopDisk.#in(folder, name);
    copyFileSync(this.#image, copy.#image, constants.COPYFILE_FICLONE);
    return copy;
  }

  /** Unmounts and detaches; may be called again. */
  async unmount(): Promise<void> {
    for (let tried = 0; this.#mounted; tried += 1) {
      const { code, output } = await run('umount', [this.#mountPoint], { limit: commandLimitMs });
      if (code === 0) this.#mounted = false;
      // Whoever was killed a moment ago may still hold it.
      else if (tried < 100) await pause(50);
      else throw new Error(`${this.#mountPoint} cannot be unmounted: ${output.trim()}`);
    }
  }

  /** Unmounts and deletes it. */
  async remove(): Promise<void> {
    await this.unmount();
    rmSync(this.#image, { force: true });
    rmSync(this.#mountPoint, { recursive: true, force: true });
  }
}

/** Why this machine has no loop disks for us, in a sentence; null when it has. */
export async function whyNoLoopDisk(folder: string): Promise<string | null> {
  if (process.platform !== 'linux') return 'Loop devices are a thing of Linux.';
  if (process.getuid?.() !== 0) return 'Mounting a loop device takes root.';
  let disk: LoopDisk | null = null;
  try {
    disk = await LoopDisk.make(folder, 'trial');
    await disk.mount();
    return null;
  } catch (failure) {
    return `This machine mounts no loop device: ${failure instanceof Error ? failure.message : String(failure)}`;
  } finally {
    await disk?.remove();
  }
}

async function must(program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(program, args, { limit: commandLimitMs });
  if (code !== 0) throw new Error(`${program}: ${output.trim() || `ended with ${code}`}`);
}
