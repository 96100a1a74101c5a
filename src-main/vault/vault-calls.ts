import type { VaultRefusal } from '../../src-shared/contract/vault-frames.ts';
import type { VaultReply, VaultRequest, VaultVerb } from '../../src-shared/contract/vault-rpc.ts';
import type { Result } from '../../src-shared/result.ts';

/**
 * Why a call to the vault brought nothing. `gone`: there is no page, or it went away meanwhile. `no_answer`: it did
 * not answer in time. `bad_reply`: it answered something that does not fit the contract.
 */
export type VaultFailure = VaultRefusal | 'gone' | 'no_answer' | 'bad_reply';

/** Calls the vault, by the verbs of its contract. Never throws. */
export interface VaultCalls {
  call<V extends VaultVerb>(verb: V, request: VaultRequest<V>): Promise<Result<VaultReply<V>, VaultFailure>>;
}
