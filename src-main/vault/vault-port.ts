/** One open connection to a vault page. */
export interface VaultPort {
  post(message: unknown): void;
  /** Called with every message from the page. */
  onMessage(listen: (message: unknown) => void): void;
  /** Called once, when the page is gone or hangs, also after {@link close}. */
  onGone(listen: () => void): void;
  /** Takes the page away. */
  close(): void;
}

/** Opens a fresh vault page; rejects when it does not come up. */
export type OpenVault = () => Promise<VaultPort>;

/** A file of the feed by its name, which is its SHA-256; null when there is no such file that is whole. */
export type ObjectOf = (name: string) => Promise<Uint8Array<ArrayBuffer> | null>;
