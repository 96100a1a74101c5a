import {
  vaultRequestFrameSchema,
  vaultSchemas,
  type VaultRefusal,
  type VaultReplyFrame,
} from '../../src-shared/contract/vault-frames.ts';
import type { VaultReply, VaultRequest, VaultVerb } from '../../src-shared/contract/vault-rpc.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { RefusedError, type Vault } from './vault.ts';

/** What the vault does for each verb of the contract. */
export type VaultHandlers = { readonly [V in VaultVerb]: (request: VaultRequest<V>) => Promise<VaultReply<V>> };

/** The verbs over one vault. */
export function vaultHandlers(vault: Vault): VaultHandlers {
  return {
    status: () => vault.status(),
    begin: (request) => vault.begin(request),
    ingest: (request) => vault.ingest(request),
    activate: () => vault.activate(),
    addDelta: (request) => vault.addDelta(request),
    use: (request) => vault.use(request),
    lookUp: (request) => vault.lookUp(request),
    wipe: () => vault.wipe(),
  };
}

/** Answers one message from main; null for what is not even an envelope, since nobody waits for that. */
export async function answerCall(message: unknown, handlers: VaultHandlers): Promise<VaultReplyFrame | null> {
  const frame = vaultRequestFrameSchema.safeParse(message);
  if (!frame.success) return null;
  const { id, verb, body } = frame.data;
  const reply = await handle(verb, body, handlers);
  return reply.ok ? { id, ok: true, body: reply.value } : { id, ok: false, error: reply.error };
}

async function handle<V extends VaultVerb>(
  verb: V,
  body: unknown,
  handlers: VaultHandlers,
): Promise<Result<VaultReply<V>, VaultRefusal>> {
  const request = vaultSchemas(verb).request.safeParse(body);
  if (!request.success) return err('bad_request');
  try {
    return ok(await handlers[verb](request.data));
  } catch (error) {
    return err(error instanceof RefusedError ? 'refused' : 'failed');
  }
}
