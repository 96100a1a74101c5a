import type { TouchMatrix } from '../../../src-shared/contract/staff/machine.ts';

/** A place on the screen, in parts of its width and height. */
export interface Place {
  readonly x: number;
  readonly y: number;
}
/** A target that was to be touched, and where the touch was felt. */
export interface Touch {
  readonly target: Place;
  readonly felt: Place;
}

/** Where people are asked to touch: corners, edges and middle. */
export const touchTargets: readonly Place[] = [0.1, 0.5, 0.9].flatMap((y) => [0.1, 0.5, 0.9].map((x) => ({ x, y })));

/** The largest miss of all, in pixels of a screen of this size. */
export function largestMiss(touches: readonly Touch[], size: { width: number; height: number }): number {
  const misses = touches.map(({ target, felt }) =>
    Math.hypot((felt.x - target.x) * size.width, (felt.y - target.y) * size.height),
  );
  return Math.max(0, ...misses);
}

/** The correction that brings what was felt closest to the targets, by least squares; null when the touches say too little. */
export function touchFit(touches: readonly Touch[]): TouchMatrix | null {
  const rows = touches.map(({ felt }) => [felt.x, felt.y, 1] as const);
  const across = solved(
    rows,
    touches.map(({ target }) => target.x),
  );
  const down = solved(
    rows,
    touches.map(({ target }) => target.y),
  );
  return across && down ? [...across, ...down] : null;
}

type Triple = readonly [number, number, number];

/** Least squares of three unknowns by Cramer's rule on the normal equations. */
function solved(rows: readonly Triple[], wanted: readonly number[]): Triple | null {
  const sum = (of: (row: Triple, at: number) => number): number =>
    rows.reduce((total, row, at) => total + of(row, at), 0);
  const column = (i: 0 | 1 | 2): Triple => [
    sum((row) => row[0] * row[i]),
    sum((row) => row[1] * row[i]),
    sum((row) => row[2] * row[i]),
  ];
  const right: Triple = [
    sum((row, at) => row[0] * (wanted[at] ?? 0)),
    sum((row, at) => row[1] * (wanted[at] ?? 0)),
    sum((row, at) => row[2] * (wanted[at] ?? 0)),
  ];
  const [first, second, third] = [column(0), column(1), column(2)];
  const whole = determinant(first, second, third);
  if (Math.abs(whole) < 1e-9) return null;
  return [
    determinant(right, second, third) / whole,
    determinant(first, right, third) / whole,
    determinant(first, second, right) / whole,
  ];
}

function determinant(a: Triple, b: Triple, c: Triple): number {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) - b[0] * (a[1] * c[2] - a[2] * c[1]) + c[0] * (a[1] * b[2] - a[2] * b[1]);
}
