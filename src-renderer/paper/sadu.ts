/*
 * A band in the manner of Kuwaiti sadu weaving, thread by thread: one repeat of the pattern, `#` a black thread. Own
 * drawing. Repeats side by side without a seam; 24 threads a repeat, six repeats across the paper.
 */
const weave = [
  '########################',
  '########################',
  '........................',
  '#...#...#...#...#...#...',
  '##.###.###.###.###.###.#',
  '########################',
  '........................',
  '...........##...........',
  '..........####..........',
  '#........##..##........#',
  '##......##....##......##',
  '.##....##..##..##....##.',
  '..##..##..####..##..##..',
  '...####..######..####...',
  '...####..######..####...',
  '..##..##..####..##..##..',
  '.##....##..##..##....##.',
  '##......##....##......##',
  '#........##..##........#',
  '..........####..........',
  '...........##...........',
  '........................',
  '########################',
  '##.###.###.###.###.###.#',
  '#...#...#...#...#...#...',
  '........................',
  '########################',
  '########################',
];

/** Threads across the whole band. */
export const saduThreads = 144;
/** Threads from top to bottom. */
export const saduRows = weave.length;

/** The black threads of the whole band as one SVG path, one unit a thread. */
export function saduPath(): string {
  return weave.map((row, y) => rowPath(row.repeat(saduThreads / row.length), y)).join('');
}

function rowPath(row: string, y: number): string {
  return [...row.matchAll(/#+/g)].map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`).join('');
}
