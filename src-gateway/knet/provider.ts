import { readCallback, type CallbackBody } from './callback.ts';
import type { KnetConfig } from './config.ts';
import { inquire, type InquiryOutcome } from './inquiry.ts';
import { refund, type RefundOutcome } from './refund.ts';
import { purchaseAddress, type Purchase } from './request.ts';
import type { TranPipePort } from './tran-pipe-port.ts';
import type { TranPipeQuestion } from './tran-pipe-xml.ts';

/** A hosted payment page. Some acquirers sell one of their own with other credentials; it would stand beside this. */
export interface HostedPageProvider {
  /** The address for the visitor's browser, to be used once. The attempt must be durable before this is called. */
  open(purchase: Purchase): string;
  /** What a callback body is. Any bytes in, never an exception out. */
  parseResult(body: Uint8Array): CallbackBody;
  /** Asks once what became of a payment. May be repeated. */
  inquire(question: TranPipeQuestion): Promise<InquiryOutcome>;
  /** Gives money back. Must never be called twice for one refund. */
  refund(question: TranPipeQuestion): Promise<RefundOutcome>;
}

/** K-Net's hosted page (payment gateway v2, raw method) over the given connection to its server interface. */
export function knetProvider(config: KnetConfig, port: TranPipePort): HostedPageProvider {
  const resourceKey = config.resourceKey.reveal();
  return {
    open: (purchase) => purchaseAddress(config, purchase),
    parseResult: (body) => readCallback(body, resourceKey),
    inquire: (question) => inquire(port, config, question),
    refund: (question) => refund(port, config, question),
  };
}
