import type { FeedFolder } from './folder.ts';

/** For a gateway without a data folder, and for tests: forgets everything with the process. */
export function memoryFolder(files = new Map<string, Uint8Array<ArrayBuffer>>()): FeedFolder {
  return {
    read: async (path) => files.get(path) ?? null,
    readPart: async (path, from, to) => files.get(path)?.subarray(from, to) ?? null,
    size: async (path) => files.get(path)?.length ?? null,
    replace: async (path, bytes) => void files.set(path, new Uint8Array(bytes)),
    create: async (path) => !files.has(path) && files.set(path, new Uint8Array()).has(path),
    append: async (path, bytes) => {
      const before = files.get(path) ?? new Uint8Array();
      const longer = new Uint8Array(before.length + bytes.length);
      longer.set(before);
      longer.set(bytes, before.length);
      files.set(path, longer);
    },
    list: async (path) => {
      const inside = [...files.keys()].filter((name) => name.startsWith(`${path}/`));
      return [...new Set(inside.map((name) => name.slice(path.length + 1).split('/')[0] ?? ''))];
    },
    remove: async (path) => {
      for (const name of files.keys()) if (name === path || name.startsWith(`${path}/`)) files.delete(name);
    },
  };
}
