import type { FastifyInstance } from 'fastify';
import { gatewayProblemSchema } from '../../src-shared/contract/gateway-http.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { toBase64Url } from '../../src-shared/encoding/base64.ts';
import type { Clock } from '../../src-shared/ports.ts';
import {
  directoryMessage,
  signedStaffDirectorySchema,
  type SignedStaffDirectory,
  type StaffDirectory,
} from '../../src-shared/staff/directory.ts';
import type { ZodTypeProvider } from '../api/zod-fastify.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import type { StaffStore } from './staff-store.ts';

/** A kiosk that has heard nothing for so long signs nobody in any more: as long as it may be without a line. */
const goodForDays = 30;
const dayMs = 86_400_000;

export interface StaffDeps {
  readonly store: StaffStore;
  readonly keys: Pick<GatewayKeys, 'signAnswer'>;
  readonly clock: Clock;
}

/** GET /v1/staff, for enrolled kiosks: the directory, signed by itself so that it counts without a network too. */
export async function staffRoute(fastify: FastifyInstance, deps: StaffDeps): Promise<void> {
  const routes = fastify.withTypeProvider<ZodTypeProvider>();
  routes.get('/v1/staff', {
    schema: {
      summary: 'Who may open the staff screen',
      description: 'Signed by itself, so that a kiosk signs staff in by it while it has no line.',
      tags: ['staff'],
      response: { 200: signedStaffDirectorySchema, '4xx': gatewayProblemSchema },
    },
    handler: () => signedDirectory(deps),
  });
}

export async function signedDirectory({ store, keys, clock }: StaffDeps): Promise<SignedStaffDirectory> {
  const now = clock.wallMs();
  const { version, staff } = await store.read();
  const directory: StaffDirectory = {
    v: 1,
    version,
    issuedAt: kuwaitIso(now),
    notAfter: kuwaitIso(now + goodForDays * dayMs),
    staff: [...staff],
  };
  return { directory, signature: toBase64Url(keys.signAnswer(directoryMessage(directory))) };
}
