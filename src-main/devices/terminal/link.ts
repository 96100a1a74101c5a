import type {
  eventNotificationSchema,
  MessageHeader,
  SaleToPoiRequest,
  SaleToPoiResponse,
} from '../../../src-shared/contract/nexo.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { z } from 'zod';

export type EventNotification = z.infer<typeof eventNotificationSchema>;

/** What a terminal sent, already read: behind a link there are no bytes and no schemas. */
export type PoiMessage =
  | { readonly kind: 'answer'; readonly answer: SaleToPoiResponse }
  | { readonly kind: 'event'; readonly header: MessageHeader; readonly event: EventNotification }
  /** Not what the protocol allows, or with a word nobody here knows. `header` where at least that could be read. */
  | { readonly kind: 'unreadable'; readonly header: MessageHeader | null };

export interface ConnectionEvents {
  onMessage(message: PoiMessage): void;
  /** The connection is over, whoever ended it. Nothing comes after it. */
  onClose(): void;
}

export interface TerminalConnection {
  /** Hands one message over. Whether it arrives is for the answer to say. */
  send(message: SaleToPoiRequest): void;
  close(): void;
}

/** The way to one terminal. Each connection is a new one; none is ever made again by itself. */
export interface TerminalLink {
  /** Never throws, resolves within `limitMs`; without a connection not one byte of a message has left. */
  connect(events: ConnectionEvents, limitMs: number): Promise<Result<TerminalConnection, 'unreachable'>>;
}
