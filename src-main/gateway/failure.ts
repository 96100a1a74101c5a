import { refusalSchema, type GatewayProblemCode, type Refusal } from '../../src-shared/contract/gateway-http.ts';

/** What was odd about an answer, for the log. */
export type BadAnswerReason = 'unsigned' | 'wrong_signature' | 'too_large' | 'not_json' | 'wrong_shape';

/**
 * Why the gateway gave no usable answer. After `network_down` and `bad_answer` the request may have been carried out
 * all the same.
 */
export type GatewayFailure =
  | { readonly kind: 'network_down' }
  /** The gateway itself said no; on signed routes proved by its signature. */
  | { readonly kind: 'problem'; readonly code: GatewayProblemCode; readonly message: string }
  /** Something answered, but not our gateway or not whole: a captive portal, a proxy's page, a cut line. */
  | { readonly kind: 'bad_answer'; readonly reason: BadAnswerReason };

/** What the gateway has against this very request; null when another moment, or another line, may do. */
export function refusalOf(failure: GatewayFailure): Refusal | null {
  if (failure.kind !== 'problem') return null;
  return refusalSchema.safeParse(failure.code).data ?? null;
}

/** Why, in one word for the log. */
export function reasonOf(failure: GatewayFailure): string {
  switch (failure.kind) {
    case 'network_down':
      return failure.kind;
    case 'problem':
      return failure.code;
    case 'bad_answer':
      return failure.reason;
  }
}
