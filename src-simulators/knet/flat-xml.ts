import { err, ok, type Result } from '../../src-shared/result.ts';

const ELEMENT = /\s*<([A-Za-z][A-Za-z0-9_]*)>([^<]*)<\/\1>\s*/y;
const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

/**
 * Reads a row of sibling elements, bare or wrapped as `<request>` or `<hash><request>`.
 * Attributes, nesting, document types and repeated names are not part of this protocol and are refused.
 */
export function readFlatXml(source: string): Result<ReadonlyMap<string, string>, 'malformed'> {
  const row = unwrap(unwrap(source.replace(/^\s*<\?xml[^>]*\?>/, ''), 'hash'), 'request');
  const fields = new Map<string, string>();
  ELEMENT.lastIndex = 0;
  while (ELEMENT.lastIndex < row.length) {
    const [, name, value] = ELEMENT.exec(row) ?? [];
    if (name === undefined || value === undefined || fields.has(name)) return err('malformed');
    fields.set(
      name,
      value.trim().replace(/&(lt|gt|quot|apos|amp);/g, (entity) => ENTITIES[entity] ?? entity),
    );
  }
  return fields.size > 0 ? ok(fields) : err('malformed');
}

function unwrap(source: string, name: string): string {
  const inner = source.trim();
  const [open, close] = [`<${name}>`, `</${name}>`];
  return inner.startsWith(open) && inner.endsWith(close) ? inner.slice(open.length, -close.length) : inner;
}

/** How an answer is dressed; see the setting `inquiryShape`. */
export type AnswerShape = 'plain' | 'nulls' | 'wrapped';

/** Writes sibling elements without a root, as the real service does, or one of its odder shapes. */
export function writeFlatXml(fields: readonly (readonly [string, string])[], shape: AnswerShape): string {
  const row = fields
    .map(([name, value]) => `<${name}>${shape === 'nulls' && value === '' ? 'null' : escaped(value)}</${name}>`)
    .join('\n');
  return shape === 'wrapped' ? `<?xml version="1.0" encoding="UTF-8"?>\n<response>${row}</response>` : row;
}

function escaped(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
