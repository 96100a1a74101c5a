import { err, ok, type Result } from '../../../src-shared/result.ts';

/*
 * The part of the Internet Printing Protocol (RFC 8010, 8011) that CUPS is spoken to with: five operations, one request
 * and one answer each, as bytes over HTTP. Text of `lpstat` would have to be parsed in whatever language it comes.
 */

export const ippOperation = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const;

const tags = {
  operation: 0x01,
  job: 0x02,
  end: 0x03,
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mimeType: 0x49,
} as const;
/** Tags of texts that stand for themselves. */
const textTags: readonly number[] = [
  0x41,
  tags.name,
  tags.keyword,
  tags.uri,
  0x46,
  tags.charset,
  tags.language,
  tags.mimeType,
];

/** Name, kind and value; several keywords are one attribute. */
export type IppAttribute =
  | readonly [name: string, kind: 'integer', value: number]
  | readonly [name: string, kind: 'boolean', value: boolean]
  | readonly [
      name: string,
      kind: 'name' | 'keyword' | 'uri' | 'charset' | 'language' | 'mimeType',
      ...values: string[],
    ];

export interface IppRequest {
  readonly operation: number;
  readonly requestId: number;
  readonly attributes: readonly IppAttribute[];
  readonly jobAttributes?: readonly IppAttribute[];
  /** The document. */
  readonly data?: Uint8Array;
}

export interface IppAnswer {
  /** Below 0x0100: done. */
  readonly status: number;
  readonly requestId: number;
  /**
   * Every attribute by name, those of several jobs together; numbers, texts, and nothing for kinds that nobody here
   * reads.
   */
  readonly attributes: ReadonlyMap<string, readonly (number | string)[]>;
}

/** A request as bytes, version 1.1, which every server speaks. */
export function encodeIpp({
  operation,
  requestId,
  attributes,
  jobAttributes = [],
  data,
}: IppRequest): Uint8Array<ArrayBuffer> {
  const head = [1, 1, ...int16(operation), ...int32(requestId)];
  const base: IppAttribute[] = [
    ['attributes-charset', 'charset', 'utf-8'],
    ['attributes-natural-language', 'language', 'en'],
  ];
  const job = jobAttributes.length > 0 ? [tags.job, ...jobAttributes.flatMap(bytesOf)] : [];
  const start = [...head, tags.operation, ...[...base, ...attributes].flatMap(bytesOf), ...job, tags.end];
  const whole = new Uint8Array(start.length + (data?.length ?? 0));
  whole.set(start);
  if (data) whole.set(data, start.length);
  return whole;
}

function bytesOf([name, kind, ...values]: IppAttribute): number[] {
  return values.flatMap((value, at) => {
    const bytes = valueBytes(value);
    const key = at === 0 ? [...new TextEncoder().encode(name)] : [];
    return [tags[kind], ...int16(key.length), ...key, ...int16(bytes.length), ...bytes];
  });
}

function valueBytes(value: number | boolean | string): number[] {
  if (typeof value === 'number') return int32(value);
  return typeof value === 'boolean' ? [value ? 1 : 0] : [...new TextEncoder().encode(value)];
}

const int16 = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff];
const int32 = (value: number): number[] => [...int16(value >>> 16), ...int16(value & 0xffff)];

/** Reads an answer; bytes that are none are an error and not an exception. */
export function decodeIpp(bytes: Uint8Array): Result<IppAnswer, 'not_ipp'> {
  if (bytes.length < 9) return err('not_ipp');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const attributes = new Map<string, (number | string)[]>();
  let name = '';
  let at = 8;
  while (at < bytes.length) {
    const tag = view.getUint8(at);
    at += 1;
    if (tag === tags.end) return ok({ status: view.getUint16(2), requestId: view.getInt32(4), attributes });
    if (tag < 0x10) continue; // a new group begins
    const key = part(bytes, view, at);
    const value = key && part(bytes, view, key.next);
    if (!value) return err('not_ipp');
    if (key.bytes.length > 0) name = new TextDecoder().decode(key.bytes);
    const read = valueOf(tag, value.bytes);
    if (read !== null) attributes.set(name, [...(attributes.get(name) ?? []), read]);
    at = value.next;
  }
  return err('not_ipp'); // the end never came
}

function part(bytes: Uint8Array, view: DataView, at: number): { bytes: Uint8Array; next: number } | null {
  if (at + 2 > bytes.length) return null;
  const next = at + 2 + view.getUint16(at);
  return next > bytes.length ? null : { bytes: bytes.subarray(at + 2, next), next };
}

function valueOf(tag: number, bytes: Uint8Array): number | string | null {
  if ((tag === tags.integer || tag === tags.enum) && bytes.length === 4) {
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0);
  }
  if (tag === tags.boolean) return bytes[0] ?? 0;
  return textTags.includes(tag) ? new TextDecoder().decode(bytes) : null;
}
