/** A journal's files are numbered from 1 without a gap: `payment-000001.wj`. */
export interface SegmentName {
  /** File name without folder. */
  readonly file: string;
  /** The journal's name. */
  readonly journal: string;
  readonly index: number;
}

const pattern = /^([a-z][a-z0-9-]*)-(\d{6})\.wj$/;

/** The name of segment `index` of a journal. Throws on a name that could leave the folder. */
export function segmentName(journal: string, index: number): SegmentName {
  const name = parseSegmentName(`${journal}-${String(index).padStart(6, '0')}.wj`);
  if (name === null) throw new RangeError(`not a segment: ${journal} ${index}`);
  return name;
}

/** Null for any file that is not a segment. */
export function parseSegmentName(file: string): SegmentName | null {
  const match = pattern.exec(file);
  if (match === null) return null;
  const [, journal, digits] = match;
  return journal === undefined ? null : { file, journal, index: Number(digits) };
}

/** The segments among `files`, in order, of one journal. */
export function segmentsOf(journal: string, files: readonly string[]): SegmentName[] {
  return files
    .map(parseSegmentName)
    .filter((name): name is SegmentName => name?.journal === journal)
    .sort((a, b) => a.index - b.index);
}
