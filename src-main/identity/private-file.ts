/** One small file that only the kiosk's own user may read. */
export interface PrivateFile {
  /** The text; null when there is no file. */
  read(): Promise<string | null>;
  /** Puts a new file in its place; a crash leaves the old text or the new one, never a mixture. Durable on return. */
  replace(text: string): Promise<void>;
}
