/** Bytes that are asked for: from one position up to, not including, another. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The one range of a Range header (RFC 9110, 14.2). Null: the whole file, also when the header is of another form or
 * asks for several ranges, which a server may do. `beyond`: there is nothing at that place.
 */
export function readRange(header: string | undefined, size: number): ByteRange | 'beyond' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (first !== '' && last !== '' && Number(last) < from) return null;
  return from < to ? { from, to } : 'beyond';
}
