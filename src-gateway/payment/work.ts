import type { Timers } from '../../src-shared/ports.ts';
import { dealWithInbox } from './callback.ts';
import type { PaymentDeps } from './ports.ts';
import { postDue } from './posting-worker.ts';
import { recoverRefunds, refundDue } from './refund-worker.ts';
import { runRounds } from './rounds.ts';
import { Sweeper } from './sweeper.ts';
import { closeUnused } from './withdraw.ts';

const everySecondMs = 1000;
const unusedEveryMs = 5000;
const refundsEveryMs = 5000;
const postingsAtOnce = 10;
const refundsAtOnce = 10;

/** What goes on by itself, and how to hurry it. */
export interface Work {
  readonly inboxSoon: () => void;
  readonly postSoon: () => void;
  stop(): Promise<void>;
}

/** Takes up what was left open and keeps at it: callbacks, questions to K-Net, reservations that end, postings, refunds. */
export async function startWork(deps: PaymentDeps, { timers }: { readonly timers: Timers }): Promise<Work> {
  const { knet, log } = deps;
  await recoverRefunds(deps);
  const postings = runRounds('postings', everySecondMs, () => postDue(deps, postingsAtOnce), { timers, log });
  const unused = runRounds('reservations', unusedEveryMs, () => closeUnused(deps), { timers, log });
  const refunds = runRounds('refunds', refundsEveryMs, () => refundDue(deps, refundsAtOnce), { timers, log });
  if (knet === null) {
    return {
      inboxSoon: () => undefined,
      postSoon: () => {
        postings.soon();
      },
      stop: () => stopAll([postings, unused, refunds]),
    };
  }
  const sweeper = new Sweeper(deps, knet);
  await sweeper.recover();
  const inbox = runRounds('inbox', everySecondMs, () => dealWithInbox(deps, knet), { timers, log });
  const inquiries = runRounds('inquiries', everySecondMs, () => sweeper.askDue(), { timers, log });
  return {
    inboxSoon: () => {
      inbox.soon();
    },
    postSoon: () => {
      postings.soon();
    },
    stop: () => stopAll([postings, unused, refunds, inbox, inquiries]),
  };
}

async function stopAll(rounds: readonly { stop(): Promise<void> }[]): Promise<void> {
  await Promise.all(rounds.map((round) => round.stop()));
}
