import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Folder of the checkout. */
export const repository = resolve(import.meta.dirname, '..', '..');

/** A path inside the checkout. */
export const inRepository = (...parts: string[]): string => join(repository, ...parts);

/** What `prepare` found out, forgotten with every `npm ci`. */
export const stateFolder = inRepository('node_modules', '.cache', 'wafa');

/** Big downloads, kept over every `npm ci` and shared by all checkouts of this user. */
export function downloadFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment.XDG_CACHE_HOME;
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'wafa-kiosk');
}
