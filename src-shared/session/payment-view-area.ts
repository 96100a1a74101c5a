/** A rectangle in window pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the kiosk window keeps for itself, as in `ui/tokens.css` and `HostedPageFrame.vue`; px. */
const portrait = { header: 156, amount: 244, bar: 172, keys: { width: 0, height: 432 } };
const landscape = { header: 128, amount: 136, bar: 138, keys: { width: 424, height: 0 } };
/**
 * With low reach the page ends above the middle; the header's buttons (124 px) lie there and the number pad
 * takes the lower half.
 */
const lowReach = { header: 156, amount: 312, bar: 172, keys: { width: 0, height: 804 } };
/** Distance to the bezel on both sides, px. */
const side = 24;

/**
 * Where the hosted payment page lies over the kiosk window: under the header and the amount, above the
 * bar with Cancel, beside (lying) or above (upright) the number pad. The window leaves this area empty and
 * main puts the view there, so both count here.
 */
export function paymentViewArea(width: number, height: number, low = false): Area {
  const upright = low ? lowReach : portrait;
  const kept = height >= width ? upright : landscape;
  const y = kept.header + kept.amount;
  return {
    x: side,
    y,
    width: Math.max(0, width - 2 * side - kept.keys.width),
    height: Math.max(0, height - y - kept.bar - kept.keys.height),
  };
}
