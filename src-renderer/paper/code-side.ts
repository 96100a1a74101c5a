/** 25 mm at 203 dpi: the least a code may measure. */
const leastDots = 200;
/** 52 mm: more paper makes no code easier to read. */
const mostDots = 420;
/** Side of a code of `modules` modules (quiet zone counted), dots: as large as is useful, and whole dots a module. */
export function codeSide(modules: number, lineDots: number): number {
  const least = Math.ceil(leastDots / modules);
  const dots = Math.max(least, Math.floor(mostDots / modules), 3);
  return Math.min(dots, Math.floor(lineDots / modules)) * modules;
}
