import { bandRows, frameMark, frameMarkCell, frameMarkRows, pageWidth } from '../../src-shared/contract/paper-ipc.ts';
import { isDark, type Pixels } from './raster.ts';

/** True when this picture shows the asked band of the asked drawing, whole, one pixel a dot. */
export function showsBand(pixels: Pixels, job: number, band: number): boolean {
  if (pixels.width < pageWidth || pixels.height < frameMarkRows + bandRows) return false;
  return frameMark(job, band).every((black, at) => {
    const middle = at * frameMarkCell + frameMarkCell / 2;
    return isDark(pixels, middle, frameMarkRows / 2) === black;
  });
}
