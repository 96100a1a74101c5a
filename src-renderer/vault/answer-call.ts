import {
  vaultRequestFrameSchema,
  vaultSchemas,
  type VaultRefusal,
  type VaultReplyFrame,
} from '../../src-shared/contract/vault-frames.ts';
import type { VaultReply, VaultRequest, VaultVerb } from '../../src-shared/contract/vault-rpc.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { RefusedError, type EditionStore } from './edition-store.ts';
import { openRow } from './open-row.ts';

/** What the vault does for each verb of the contract. */
export type VaultHandlers = { readonly [V in VaultVerb]?: (request: VaultRequest<V>) => Promise<VaultReply<V>> };

/** The verbs over one store. */
export function vaultHandlers(store: EditionStore, subtle: SubtleCrypto): VaultHandlers {
  return {
    editionStatus: async () => ({ active: await store.active() }),
    beginEdition: async (head) => {
      await store.begin(head);
      return {};
    },
    addRecords: async ({ records }) => {
      await store.add(records);
      return {};
    },
    activateEdition: async () => ({ activated: await store.activate() }),
    lookUpRow: async ({ index, rowKey }) => {
      const found = await store.find(index);
      if (found.found !== 'record') return found;
      const row = await openRow(found.sealed, rowKey, subtle);
      return row === null ? { found: 'cannot_say' } : { found: 'row', row, edition: found.edition };
    },
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
  const handler = handlers[verb];
  if (!handler) return err('refused');
  try {
    return ok(await handler(request.data));
  } catch (error) {
    return err(error instanceof RefusedError ? 'refused' : 'failed');
  }
}
