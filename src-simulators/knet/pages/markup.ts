/** Markup that is already safe to write into a page. */
export class Markup {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type Piece = string | number | Markup | readonly Markup[];

/** Template tag: text that is put in is escaped, markup is taken as it is. */
export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const source = parts.reduce((written, part, index) => written + render(pieces[index - 1] ?? '') + part);
  return new Markup(source);
}

function render(piece: Piece): string {
  if (piece instanceof Markup) return piece.source;
  if (typeof piece === 'object') return piece.map((one) => one.source).join('');
  return String(piece).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
