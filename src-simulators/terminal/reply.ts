import type { Call } from './call.ts';
import type { Device } from './device.ts';
import { answerHeader, type AnswerBody, type TerminalMessage } from './messages.ts';

/** The desk where answers go out, in order or as a call's deeds want them. */
export class Replies {
  readonly #device: Device;
  /** The last answer of each kind. */
  readonly #last = new Map<string, TerminalMessage>();

  constructor(device: Device) {
    this.#device = device;
  }

  send(call: Call, body: AnswerBody): void {
    const { deeds, header } = call;
    const header_ = answerHeader(header, this.#device.poiId);
    const old = this.#last.get(header.MessageCategory);
    this.#last.set(header.MessageCategory, { SaleToPOIResponse: { MessageHeader: header_, ...body } });
    if (deeds.has('noReply')) return;
    const name = deeds.find('foreignReply')?.name;
    const MessageHeader = name ? { ...header_, [name]: 'FOREIGN' } : header_;
    const messages: TerminalMessage[] = [{ SaleToPOIResponse: { MessageHeader, ...body } }];
    if (deeds.has('replyTwice')) messages.push(...messages);
    if (old && deeds.has('replayOld')) messages.unshift(old);
    const write = (): void => {
      for (const message of messages) call.line.send(message, deeds.find('garble')?.manner ?? 'plain');
    };
    const late = deeds.find('replyLate');
    if (late) this.#device.later(late.afterMs, write);
    else write();
  }
}
