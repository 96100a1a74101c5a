import type { CopyFile, CopyFiles } from '../ports.ts';

/** Files in the origin's private file system. Only in a worker: elsewhere they cannot be read without waiting. */
export async function privateFiles(): Promise<CopyFiles> {
  const root = await navigator.storage.getDirectory();
  return {
    open: async (name) => {
      try {
        return copyFile(await (await root.getFileHandle(name)).createSyncAccessHandle());
      } catch (error) {
        if (error instanceof DOMException && error.name === 'NotFoundError') return null;
        throw error;
      }
    },
    create: async (name) => {
      const handle = await (await root.getFileHandle(name, { create: true })).createSyncAccessHandle();
      handle.truncate(0);
      return copyFile(handle);
    },
    names: async () => {
      const names: string[] = [];
      for await (const name of root.keys()) names.push(name);
      return names;
    },
    remove: (name) => root.removeEntry(name),
  };
}

function copyFile(handle: FileSystemSyncAccessHandle): CopyFile {
  return {
    read: (into, at) => handle.read(into, { at }),
    write: (bytes, at) => {
      // A full disk throws, but a short write is allowed too.
      if (handle.write(bytes, { at }) !== bytes.length) throw new Error('not all was written');
    },
    flush: () => {
      handle.flush();
    },
    size: () => handle.getSize(),
    close: () => {
      handle.close();
    },
  };
}
