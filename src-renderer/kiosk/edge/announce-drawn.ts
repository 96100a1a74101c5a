import { send } from '../bridge.ts';

/** Frames may stand still, as when a window is covered; then this is when the page counts as drawn, ms. */
const withoutFramesMs = 500;

let announced = false;

/**
 * Says once that the first screen is on the glass: two frames after it was put together.
 * @param then what can wait until then
 */
export function announceDrawn(then: () => void): void {
  if (announced) return;
  announced = true;
  let said = false;
  const say = (framesRun: boolean): void => {
    if (said) return;
    said = true;
    send('drawn', { framesRun });
    then();
  };
  requestAnimationFrame(() => requestAnimationFrame(() => say(true)));
  setTimeout(() => say(false), withoutFramesMs);
}
