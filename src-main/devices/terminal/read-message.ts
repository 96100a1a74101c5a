import { z } from 'zod';
import {
  messageHeaderSchema,
  poiNotificationSchema,
  saleToPoiResponseSchema,
  type MessageHeader,
} from '../../../src-shared/contract/nexo.ts';
import type { PoiMessage } from './link.ts';

const headed = z.object({ MessageHeader: messageHeaderSchema });
const headerOnlySchema = z.union([
  z.object({ SaleToPOIResponse: headed }).transform((message) => message.SaleToPOIResponse.MessageHeader),
  z.object({ SaleToPOIRequest: headed }).transform((message) => message.SaleToPOIRequest.MessageHeader),
]);

/**
 * Reads one message of the terminal. One unfamiliar word makes the whole message unreadable: half an answer about money
 * is none. Never throws.
 */
export function readMessage(text: string | null): PoiMessage {
  const json = parse(text);
  const answer = saleToPoiResponseSchema.safeParse(json);
  if (answer.success) return { kind: 'answer', answer: answer.data.SaleToPOIResponse };
  const notification = poiNotificationSchema.safeParse(json);
  if (notification.success) {
    const { MessageHeader: header, EventNotification: event } = notification.data.SaleToPOIRequest;
    return { kind: 'event', header, event };
  }
  return { kind: 'unreadable', header: headerOf(json) };
}

function headerOf(json: unknown): MessageHeader | null {
  const header = headerOnlySchema.safeParse(json);
  return header.success ? header.data : null;
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
