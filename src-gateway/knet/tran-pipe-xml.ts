import { err, ok, type Result } from '../../src-shared/result.ts';
import { formatKnetAmount, type Fils } from '../../src-shared/domain/money.ts';
import type { KnetConfig } from './config.ts';
import { lowerCase, type Fields } from './fields.ts';

/** `8` asks what became of a payment; `2` gives money back. */
export type TranPipeAction = '8' | '2';

/** What is asked about. For an inquiry the amount is the original one, for a refund the one to give back. */
export interface TranPipeQuestion {
  readonly trackId: string;
  readonly amount: Fils;
}

/** A request body with the credentials in clear (never log it) and the same body without them, for the record. */
export interface TranPipeBody {
  readonly body: string;
  readonly forRecord: string;
}

/** Largest answer read; K-Net's are below 2 kB. */
export const answerLimitBytes = 64 * 1024;

/**
 * The body of an inquiry or refund, which names the payment by our own track id (`udf5=TrackID`): the only way that
 * works when no callback ever came. Throws when the track id does not have the form of one.
 */
export function tranPipeBody(config: KnetConfig, action: TranPipeAction, question: TranPipeQuestion): TranPipeBody {
  if (!/^[A-Za-z0-9]{1,40}$/.test(question.trackId))
    throw new Error('K-Net inquiry: trackid is not allowed by its pattern');
  const build = (id: string, password: string) => {
    const elements = [
      ['id', id],
      ['password', password],
      ['action', action],
      ['amt', formatKnetAmount(question.amount)],
      ['transid', question.trackId],
      ['trackid', question.trackId],
      ['udf5', 'TrackID'],
    ]
      .map(([name, value]) => `<${name}>${escapeXml(value ?? '')}</${name}>`)
      .join('');
    const request = `<request>${elements}</request>`;
    return config.inquiryWrapper === 'hash' ? `<hash>${request}</hash>` : request;
  };
  return { body: build(config.tranportalId, config.password.reveal()), forRecord: build('***', '***') };
}

/**
 * Reads an answer: a row of sibling elements, normally without a root, sometimes inside wrappers. Names are folded to
 * lower case. There is no XML parser behind this and therefore no DTD, no entity beyond the five predefined ones, no
 * include: whatever is not plain elements and text is `unreadable`, and so is a name that comes twice.
 */
export function parseTranPipeAnswer(text: string): Result<Fields, 'unreadable'> {
  if (text.length > answerLimitBytes) return err('unreadable');
  const fields = new Map<string, string>();
  const open: { name: string; hasChildren: boolean }[] = [];
  let pending = '';
  for (const token of tokensOf(text.replace(/^\uFEFF?\s*<\?xml\s[^<>]*\?>/, ''))) {
    if (token.kind === 'garbage') return err('unreadable');
    if (token.kind === 'text') {
      pending = token.text;
      continue;
    }
    const parent = open.at(-1);
    // Text beside elements belongs to no field, so it could hide one.
    if (pending.trim() !== '' && (token.kind !== 'end' || parent === undefined || parent.hasChildren))
      return err('unreadable');
    if (token.kind === 'end') {
      if (parent?.name !== token.name) return err('unreadable');
      open.pop();
      if (!parent.hasChildren && !addField(fields, token.name, pending)) return err('unreadable');
    } else {
      if (parent !== undefined) parent.hasChildren = true;
      if (token.kind === 'start') open.push({ name: token.name, hasChildren: false });
      else if (!addField(fields, token.name, '')) return err('unreadable');
      if (open.length > deepestNesting) return err('unreadable');
    }
    pending = '';
  }
  return open.length > 0 || pending.trim() !== '' || fields.size === 0 ? err('unreadable') : ok(fields);
}

const deepestNesting = 4;

type Token =
  | { readonly kind: 'start' | 'end' | 'empty'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'garbage' };

function* tokensOf(text: string): Generator<Token> {
  const pattern = /<(\/?)([A-Za-z_][A-Za-z0-9_.-]*)(?:\s[^<>]*?)?(\/?)>|([^<>]+)/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) {
      yield { kind: 'garbage' };
      return;
    }
    const [, slashBefore, name, slashAfter, between] = match;
    if (between !== undefined) yield { kind: 'text', text: between };
    else if (name === undefined || (slashBefore === '/' && slashAfter === '/')) yield { kind: 'garbage' };
    else yield { kind: slashBefore === '/' ? 'end' : slashAfter === '/' ? 'empty' : 'start', name: lowerCase(name) };
  }
}

function addField(fields: Map<string, string>, name: string, raw: string): boolean {
  const value = unescapeXml(raw);
  if (fields.has(name) || value === null) return false;
  fields.set(name, value);
  return true;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function escapeXml(value: string): string {
  return value.replace(
    /[&<>"']/g,
    (char) => `&${Object.keys(entities).find((name) => entities[name] === char) ?? ''};`,
  );
}

/** Null when the text uses anything but the five predefined entities. */
function unescapeXml(raw: string): string | null {
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(raw)) return null;
  return raw.replace(/&([a-z]+);/g, (_, name: string) => entities[name] ?? '');
}
