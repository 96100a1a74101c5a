import type { FastifyInstance } from 'fastify';
import { enrolRequestSchema, type EnrolReply, type GatewayProblem } from '../../src-shared/contract/gateway-http.ts';
import { fromBase64Url } from '../../src-shared/encoding/base64.ts';
import { ed25519KeyBytes } from '../../src-shared/encoding/ed25519-der.ts';
import type { Clock } from '../../src-shared/ports.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import { comparisonOf } from './comparison.ts';
import { enrolCodeHash, newCodeAdvice } from './enrol-code.ts';
import type { KioskStore } from './kiosk-store.ts';

/** POST /v1/kiosks/enrol: a one-time code and a device key against an identity. */
export async function enrolRoute(
  fastify: FastifyInstance,
  deps: { readonly store: KioskStore; readonly keys: GatewayKeys; readonly clock: Clock },
): Promise<void> {
  fastify.post('/v1/kiosks/enrol', async (request, reply): Promise<EnrolReply | GatewayProblem> => {
    const asked = enrolRequestSchema.safeParse(request.body);
    if (!asked.success || !isDeviceKey(asked.data.deviceKey)) {
      reply.code(400);
      return { error: 'bad_request', message: 'an enrolment needs a code and a device key' };
    }
    const { deviceKey } = asked.data;
    const codeHash = enrolCodeHash(asked.data.code);
    const kiosk = await deps.store.redeem(codeHash, deviceKey, deps.clock.wallMs());
    if (!kiosk.ok) {
      if (kiosk.error === 'kiosk_code_used')
        fastify.log.warn(
          { alarm: 'enrolment_refused' },
          `a code is for a kiosk code that has given receipts: ${newCodeAdvice}`,
        );
      reply.code(403);
      return { error: 'code_not_valid', message: 'the code is unknown, used or too old' };
    }
    const facts = { deviceKey, answerKey: deps.keys.answerPublicKey, kioskCode: kiosk.value.code };
    // Its answer does not wait for the words.
    void comparisonOf(facts, codeHash).then(
      (words) => {
        const shown = words.map(({ en, ar }) => `${en} ${ar}`);
        fastify.log.info({ kiosk: facts.kioskCode, words: shown }, 'a kiosk was enrolled: it has to show these words');
      },
      (failure: unknown) => fastify.log.error({ err: failure }, 'the words of an enrolment could not be made'),
    );
    return {
      kioskCode: kiosk.value.code,
      site: kiosk.value.site,
      answerKey: deps.keys.answerPublicKey,
      receiptKey: deps.keys.receiptPublicKey,
    };
  });
}

/** 43 characters can carry 258 bits: two too many. */
function isDeviceKey(text: string): boolean {
  const bytes = fromBase64Url(text);
  return bytes.ok && bytes.value.length === ed25519KeyBytes;
}
