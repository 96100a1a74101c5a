/*
 * Two things a page's worker and Chromium have that TypeScript's library for pages does not know.
 */

interface FileSystemSyncAccessHandle {
  read(buffer: ArrayBufferView, options?: { at?: number }): number;
  write(buffer: ArrayBufferView, options?: { at?: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}

interface FileSystemFileHandle {
  /** In a dedicated worker only. */
  createSyncAccessHandle(): Promise<FileSystemSyncAccessHandle>;
}

interface FileSystemDirectoryHandle {
  keys(): AsyncIterableIterator<string>;
}

/** What a policy made; only this may become the address of a script. */
type TrustedScriptURL = URL & { readonly brand: 'TrustedScriptURL' };

declare const trustedTypes: {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): TrustedScriptURL };
};
