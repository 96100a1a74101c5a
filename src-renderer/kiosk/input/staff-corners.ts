/** Side of the square in each corner, CSS px: the gutter, where nothing can be touched below the header. */
export const cornerSize = 56;
/** Longest time for all four, ms. */
export const cornersMs = 8_000;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** 0 top left, then clockwise; null elsewhere. The glass has no reading direction. */
function cornerOf({ x, y, width, height }: Place): number | null {
  const [left, right] = [x < cornerSize, x >= width - cornerSize];
  const [top, bottom] = [y < cornerSize, y >= height - cornerSize];
  if (top && left) return 0;
  if (top && right) return 1;
  if (bottom && right) return 2;
  return bottom && left ? 3 : null;
}

/**
 * The sign staff make: the four corners, clockwise from the top left, with nothing touched in between. No visitor does
 * that by chance, and nothing on the screen tells of it.
 */
export function createStaffCorners(nowMs: () => number, made: () => void): (place: Place) => void {
  let next = 0;
  let sinceMs = 0;
  return (place) => {
    const corner = cornerOf(place);
    if (corner === 0) [next, sinceMs] = [1, nowMs()];
    else if (corner === next && next > 0 && nowMs() - sinceMs <= cornersMs) next += 1;
    else next = 0;
    if (next < 4) return;
    next = 0;
    made();
  };
}
