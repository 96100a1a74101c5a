/** What a piece is known by when a screen is looked at again. */
export interface Piece {
  readonly key: string | null;
  readonly text: string;
  readonly quiet: boolean;
}

/**
 * What is new on a screen that has been read already: each text that was not there a moment ago. A text that went and
 * came back is new again, or the same error twice would be heard once. Of what changes all the time only the first is.
 */
export function createNews(): {
  /** The pieces of a screen that is read from its start. */
  begin(pieces: readonly Piece[]): void;
  /** The pieces that were not there at the last look. */
  look<P extends Piece>(pieces: readonly P[]): readonly P[];
} {
  let present = new Set<string>();
  return {
    begin(pieces) {
      present = new Set(pieces.map(nameOf));
    },
    look(pieces) {
      const fresh = pieces.filter((piece) => !present.has(nameOf(piece)));
      present = new Set(pieces.map(nameOf));
      return fresh;
    },
  };
}

function nameOf({ key, text, quiet }: Piece): string {
  return quiet && key !== null ? key : `${key ?? ''}\n${text}`;
}
