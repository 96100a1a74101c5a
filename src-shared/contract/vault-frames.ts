import { z } from 'zod';
import { vaultContract, type VaultReply, type VaultRequest, type VaultVerb } from './vault-rpc.ts';

/*
 * How a call of `vaultContract` travels over the port between main and the vault. The envelope is checked here, the
 * body by the verb's own schema, on both sides.
 */

const verbs = Object.keys(vaultContract);

/** Is this one of the contract's verbs? */
export function isVaultVerb(text: string): text is VaultVerb {
  return verbs.includes(text);
}

type VaultSchemas = {
  readonly [V in VaultVerb]: { readonly request: z.ZodType<VaultRequest<V>>; readonly reply: z.ZodType<VaultReply<V>> };
};

/** The schemas of one verb, with the verb's own types. */
export function vaultSchemas<V extends VaultVerb>(verb: V): VaultSchemas[V] {
  const schemas: VaultSchemas = vaultContract;
  return schemas[verb];
}

/** Names one call as long as the port lives. */
const callIdSchema = z.int().positive();

export const vaultRequestFrameSchema = z.strictObject({
  id: callIdSchema,
  verb: z.string().refine(isVaultVerb),
  body: z.unknown(),
});
export type VaultRequestFrame = z.infer<typeof vaultRequestFrameSchema>;

/**
 * `bad_request`: does not fit the contract. `refused`: fits, but not now (nothing was begun, the generation is
 * not newer). `failed`: the storage did not do its work.
 */
export const vaultRefusalSchema = z.enum(['bad_request', 'refused', 'failed']);
export type VaultRefusal = z.infer<typeof vaultRefusalSchema>;

export const vaultReplyFrameSchema = z.discriminatedUnion('ok', [
  z.strictObject({ id: callIdSchema, ok: z.literal(true), body: z.unknown() }),
  z.strictObject({ id: callIdSchema, ok: z.literal(false), error: vaultRefusalSchema }),
]);
export type VaultReplyFrame = z.infer<typeof vaultReplyFrameSchema>;
