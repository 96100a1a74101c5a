/*
 * A small profile of HTTP Message Signatures (RFC 9421): Ed25519 only, one signature per message, always the same
 * components in the same order. It needs no structured-field parser: what is not exactly what we produce is refused.
 *
 * The authority is not covered, because proxies in front of the gateway change it; path, query and body are.
 */
import { fromBase64, toBase64 } from '../encoding/base64.ts';
import { err, ok, type Result } from '../result.ts';

/** How long a signed request may travel, seconds. */
export const signatureLifeSeconds = 60;

/** Random bytes in a request's nonce; written as 32 hex digits. */
export const nonceBytes = 16;

/** The names of the headers this profile uses, in lower case. */
export const signatureHeaders = {
  digest: 'content-digest',
  sequence: 'wafa-kiosk-seq',
  input: 'signature-input',
  signature: 'signature',
} as const;

const requestComponents = '("@method" "@path" "@query" "content-digest" "wafa-kiosk-seq")';
const answerComponents = '("@status" "content-digest")';
const requestTag = 'wafa-kiosk-v1';
const answerTag = 'wafa-gateway-v1';

const digits = String.raw`(0|[1-9]\d{0,14})`;
const requestInput = new RegExp(
  `^wafa=(${escaped(requestComponents)};created=${digits};expires=${digits};nonce="([0-9a-f]{32})";keyid="([A-Z0-9]{2,8})";alg="ed25519";tag="${requestTag}")$`,
);
const answerInput = new RegExp(
  `^wafa=(${escaped(answerComponents)};created=${digits};nonce="([0-9a-f]{32})";alg="ed25519";tag="${answerTag}")$`,
);
const signatureField = /^wafa=:([A-Za-z0-9+/]{86}==):$/;
const sequenceField = new RegExp(`^${digits}$`);

/** What a message is about to carry; the digest of the body is part of the signature. */
export interface RequestParts {
  /** In capitals. */
  readonly method: string;
  /** Path and query exactly as they stand in the request line, for example `/v1/payments/ab?seen=1`. */
  readonly target: string;
  readonly body: Uint8Array;
}

export interface AnswerParts {
  readonly status: number;
  readonly body: Uint8Array;
}

export interface RequestSignatureFacts {
  /** Seconds since 1970 as the kiosk believes. */
  readonly created: number;
  /** Seconds since 1970; at most {@link signatureLifeSeconds} after `created`. */
  readonly expires: number;
  /** 32 hex digits, used once. */
  readonly nonce: string;
  /** The kiosk's code; its registered key verifies. */
  readonly keyId: string;
  /** Counts the kiosk's requests. */
  readonly sequence: number;
}

/** A request's signature as it arrived; nothing of it is to be believed before {@link isGenuineRequest}. */
export interface PresentedSignature extends RequestSignatureFacts {
  readonly digest: string;
  readonly params: string;
  readonly signature: Uint8Array;
}

export type Sha256 = (bytes: Uint8Array) => Uint8Array;
/** Makes a 64-byte Ed25519 signature. */
export type Sign = (bytes: Uint8Array) => Uint8Array;
/** True when the signature over the bytes is the expected key's. */
export type Verify = (bytes: Uint8Array, signature: Uint8Array) => boolean;
/** Reads a header by its lower-case name. */
export type ReadHeader = (name: string) => string | null | undefined;
export type SignatureHeaders = Readonly<Record<string, string>>;

/** The headers that sign a request. Throws on facts the profile cannot carry: that is a bug. */
export function signRequest(
  parts: RequestParts,
  facts: RequestSignatureFacts,
  tools: { sha256: Sha256; sign: Sign },
): SignatureHeaders {
  const params = `${requestComponents};created=${facts.created};expires=${facts.expires};nonce="${facts.nonce}";keyid="${facts.keyId}";alg="ed25519";tag="${requestTag}"`;
  const sequence = String(facts.sequence);
  if (!requestInput.test(`wafa=${params}`) || !sequenceField.test(sequence))
    throw new Error('facts do not fit the signature profile');
  const digest = contentDigest(parts.body, tools.sha256);
  const signature = tools.sign(utf8(requestBase(parts, digest, sequence, params)));
  return {
    [signatureHeaders.digest]: digest,
    [signatureHeaders.sequence]: sequence,
    [signatureHeaders.input]: `wafa=${params}`,
    [signatureHeaders.signature]: signatureText(signature),
  };
}

/** Reads the signature headers of a request; `malformed` is everything but exactly what {@link signRequest} writes. */
export function readRequestSignature(header: ReadHeader): Result<PresentedSignature, 'missing' | 'malformed'> {
  const [digest, sequence, input, field] = Object.values(signatureHeaders).map((name) => header(name));
  if (!digest || !sequence || !input || !field) return err('missing');
  const facts = requestInput.exec(input);
  const signature = readSignature(field);
  if (!facts || !signature || !sequenceField.test(sequence)) return err('malformed');
  const [, params = '', created, expires, nonce = '', keyId = ''] = facts;
  return ok({
    created: Number(created),
    expires: Number(expires),
    nonce,
    keyId,
    sequence: Number(sequence),
    digest,
    params,
    signature,
  });
}

/** True when the body has the presented digest and the signature covers this method, target, digest and sequence. */
export function isGenuineRequest(
  parts: RequestParts,
  presented: PresentedSignature,
  tools: { sha256: Sha256; verify: Verify },
): boolean {
  if (presented.digest !== contentDigest(parts.body, tools.sha256)) return false;
  const base = requestBase(parts, presented.digest, String(presented.sequence), presented.params);
  return tools.verify(utf8(base), presented.signature);
}

/**
 * The headers that sign an answer. It carries the nonce of the request it belongs to, so that it cannot be
 * exchanged for the genuine answer to another request.
 * @param facts `created`: seconds since 1970; a kiosk learns from it how wrong its own clock is
 */
export function signAnswer(
  parts: AnswerParts,
  facts: { readonly created: number; readonly nonce: string },
  tools: { sha256: Sha256; sign: Sign },
): SignatureHeaders {
  const params = `${answerComponents};created=${facts.created};nonce="${facts.nonce}";alg="ed25519";tag="${answerTag}"`;
  if (!answerInput.test(`wafa=${params}`)) throw new Error('facts do not fit the signature profile');
  const digest = contentDigest(parts.body, tools.sha256);
  return {
    [signatureHeaders.digest]: digest,
    [signatureHeaders.input]: `wafa=${params}`,
    [signatureHeaders.signature]: signatureText(tools.sign(utf8(answerBase(parts.status, digest, params)))),
  };
}

/**
 * Checks that an answer is the gateway's, whole, and belongs to the request with this nonce.
 * @returns when it was signed, seconds since 1970
 */
export function checkAnswer(
  parts: AnswerParts,
  header: ReadHeader,
  nonce: string,
  tools: { sha256: Sha256; verify: Verify },
): Result<{ created: number }, 'unsigned' | 'wrong_signature'> {
  const digest = header(signatureHeaders.digest);
  const input = header(signatureHeaders.input);
  const field = header(signatureHeaders.signature);
  if (!digest || !input || !field) return err('unsigned');
  const facts = answerInput.exec(input);
  const signature = readSignature(field);
  if (!facts || !signature) return err('wrong_signature');
  const [, params = '', created, answeredNonce] = facts;
  const whole = answeredNonce === nonce && digest === contentDigest(parts.body, tools.sha256);
  const genuine = whole && tools.verify(utf8(answerBase(parts.status, digest, params)), signature);
  return genuine ? ok({ created: Number(created) }) : err('wrong_signature');
}

/** The text a signature is over (RFC 9421, 2.5): one line per component, then the parameters. */
export function signatureBase(components: readonly (readonly [name: string, value: string])[], params: string): string {
  return [...components, ['@signature-params', params] as const]
    .map(([name, value]) => `"${name}": ${value}`)
    .join('\n');
}

function requestBase(parts: RequestParts, digest: string, sequence: string, params: string): string {
  const queryAt = parts.target.indexOf('?');
  const path = queryAt === -1 ? parts.target : parts.target.slice(0, queryAt);
  const components = [
    ['@method', parts.method],
    ['@path', path === '' ? '/' : path],
    // An absent query is signed as a lone question mark (RFC 9421, 2.2.7).
    ['@query', queryAt === -1 ? '?' : parts.target.slice(queryAt)],
    [signatureHeaders.digest, digest],
    [signatureHeaders.sequence, sequence],
  ] as const;
  return signatureBase(components, params);
}

function answerBase(status: number, digest: string, params: string): string {
  const components = [
    ['@status', String(status)],
    [signatureHeaders.digest, digest],
  ] as const;
  return signatureBase(components, params);
}

/** RFC 9530. */
function contentDigest(body: Uint8Array, sha256: Sha256): string {
  return `sha-256=:${toBase64(sha256(body))}:`;
}

function signatureText(signature: Uint8Array): string {
  return `wafa=:${toBase64(signature)}:`;
}

function readSignature(field: string): Uint8Array | null {
  const bytes = fromBase64(signatureField.exec(field)?.[1] ?? '');
  return bytes.ok && bytes.value.length > 0 ? bytes.value : null;
}

function escaped(text: string): string {
  return text.replace(/[()]/g, String.raw`\$&`);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
