import { describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { requestText } from '../../src-shared/contract/stick-bundle.ts';
import { err, ok } from '../../src-shared/result.ts';
import { CarriedPost } from './carried-post.ts';
import type { OutgoingRequest } from './exchange.ts';

const pid = '0123456789abcdef0123456789abcdef';
const commit = {
  method: 'POST',
  target: `/v1/payments/${pid}/commit`,
  body: new TextEncoder().encode('{"receiptNo":"K001-00000001"}'),
} as const satisfies Pick<OutgoingRequest, 'method' | 'target' | 'body'>;
const report = { method: 'GET', target: `/v1/payments/${pid}?seen=3&waitSeconds=20`, body: null } as const;
const down = err({ kind: 'network_down' as const });
const answered = ok({ status: 200, headers: new Headers(), body: new TextEncoder().encode('from the line') });
const offline = async () => down;

function answerTo(request: typeof commit | typeof report, body: string) {
  const text = requestText({ ...request, body: request.body && new TextDecoder().decode(request.body) });
  return { to: createHash('sha256').update(text).digest('hex'), status: 200, body };
}

async function said(answer: ReturnType<CarriedPost['through']>): Promise<string> {
  const { ok: isAnswered, ...rest } = await answer;
  return isAnswered && 'value' in rest ? new TextDecoder().decode(rest.value.body) : 'nothing';
}

describe('while requests are collected for a stick', () => {
  it('nothing that may be carried is sent, each is held once, and a report waits for nobody', async () => {
    const post = new CarriedPost();
    let sent = 0;
    const send = async () => ((sent += 1), answered);
    const waiting = await post.collect(async () => {
      await post.through(commit, send);
      await post.through(commit, send);
      expect(await post.through(report, send)).toEqual(down);
    });
    expect(sent).toBe(0);
    expect(waiting).toEqual([
      { method: 'POST', target: commit.target, body: '{"receiptNo":"K001-00000001"}' },
      { method: 'GET', target: `/v1/payments/${pid}?seen=3&waitSeconds=0`, body: null },
    ]);
    expect(await post.through(commit, send)).toEqual(answered);
  });

  it.each(['/v1/inquiries', `/v1/payments/${pid}/arm`, `/v1/payments/${pid}/open`, '/v1/payments', '/v1/journal-head'])(
    '%s goes over the line as ever',
    async (target) => {
      const post = new CarriedPost();
      const waiting = await post.collect(async () => {
        expect(await post.through({ ...commit, target }, async () => answered)).toEqual(answered);
      });
      expect(waiting).toEqual([]);
    },
  );

  it('one that hangs on a dead line is held too', async () => {
    const post = new CarriedPost();
    const hanging = post.through(commit, () => new Promise(() => undefined));
    const waiting = await post.collect(async () => {
      await hanging;
    });
    expect(await hanging).toEqual(down);
    expect(waiting).toHaveLength(1);
  });
});

describe('an answer that came on a stick', () => {
  it('answers the request it is to, once, and no other', async () => {
    const post = new CarriedPost();
    const other = { ...commit, body: new TextEncoder().encode('{}') };
    const settled = await post.settle([answerTo(commit, 'carried'), answerTo(report, 'never asked')], async () => {
      expect(await said(post.through(other, offline))).toBe('nothing');
      expect(await said(post.through(commit, offline))).toBe('carried');
      expect(await said(post.through(commit, offline))).toBe('nothing');
    });
    expect(settled).toBe(1);
    // What was not asked for may be out of date by the time it is.
    expect(await said(post.through(report, offline))).toBe('nothing');
  });

  it('ends the waiting of a request that hangs', async () => {
    const post = new CarriedPost();
    const hanging = post.through(commit, () => new Promise(() => undefined));
    await post.settle([answerTo(commit, 'carried')], async () => {
      expect(await said(hanging)).toBe('carried');
    });
  });
});
