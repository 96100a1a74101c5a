import type { en } from './messages/en.ts';

/** Names of everything the window can say. */
export type MessageKey = keyof typeof en;

/** The words of one language: every key, nothing else. */
export type Messages = Readonly<Record<MessageKey, string>>;
