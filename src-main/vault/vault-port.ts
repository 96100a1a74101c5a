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

/** Where a file of the feed is, by its name, which is its SHA-256; nobody has looked whether it is there and whole. */
export type ObjectPath = (name: string) => string;
