import type { FastifyInstance, FastifyReply } from 'fastify';
import { findByToken, itemsOf } from '../payment/payment-row.ts';
import type { PaymentDeps } from '../payment/ports.ts';
import { pressPay } from '../payment/press.ts';
import { refundsOf, reversalOf } from '../payment/refunds.ts';
import { alreadyPage, endedPage, payPage, receiptPage, unknownPage, type PageFacts } from './payment-pages.ts';

const tokenPattern = /^[A-Za-z0-9_-]{22}$/;
const mostBytes = 1024;

interface TokenRoute {
  readonly Params: { readonly token: string };
}

/** The pages on the visitor's phone. Their address is their only key; no cookie, no session. */
export async function pageRoutes(
  fastify: FastifyInstance,
  { payments }: { readonly payments: PaymentDeps },
): Promise<void> {
  const { demo } = payments.settings;
  // A form without fields: whatever comes in its body means nothing.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, _body, done) => {
    done(null);
  });

  const factsOf = async (token: string): Promise<PageFacts | null> => {
    const payment = tokenPattern.test(token) ? await findByToken(payments.db, token) : null;
    if (payment === null) return null;
    const items = await itemsOf(payments.db, payment.pid);
    const reversal = reversalOf(await refundsOf(payments.db, payment.pid));
    return { payment, items, reversal, demo, now: payments.time.now() };
  };
  const show = async (
    reply: FastifyReply,
    token: string,
    draw: (facts: PageFacts) => string,
  ): Promise<FastifyReply> => {
    const facts = await factsOf(token);
    return facts === null ? sendPage(reply.code(404), unknownPage(demo)) : sendPage(reply, draw(facts));
  };

  fastify.get<TokenRoute>('/p/:token', { schema: { hide: true } }, ({ params }, reply) =>
    show(reply, params.token, payPage),
  );
  fastify.get<TokenRoute>('/receipt/:token', { schema: { hide: true } }, ({ params }, reply) =>
    show(reply, params.token, receiptPage),
  );

  fastify.post<TokenRoute>('/p/:token', { schema: { hide: true } }, async ({ params }, reply) => {
    const facts = await factsOf(params.token);
    if (facts === null) return sendPage(reply.code(404), unknownPage(demo));
    const pressed = await pressPay(payments, facts.payment.pid);
    if (pressed.outcome === 'go') return reply.redirect(pressed.address, 303);
    const unpressed = pressed.outcome === 'too_late' || facts.payment.state === 'not_charged';
    return sendPage(reply.code(409), unpressed ? endedPage(facts) : alreadyPage(facts));
  });
}

function sendPage(reply: FastifyReply, text: string): FastifyReply {
  return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(text);
}
