import { isSeen, nameOf, stage, targets } from './dom.ts';
import type { Finding } from './finding.ts';

/** 20 mm on the 22" panel the design counts with, px. */
const targetPx = 80;
/** Keys of letters may be narrower in landscape, where ten stand in a row, px. */
const letterKeyPx = 72;
/** 2.54 mm, px. */
const gapPx = 10;
/** Between what pays and what gives up, px. */
const dangerGapPx = 40;
const bezelPx = 24;
/** Layout rounds to fractions of a pixel. */
const rounding = 0.5;

const pays = /^(pay-|choose-rail$|submit|review$|accept-changes$|try-again$)/;
const givesUp = /^(cancel|leave-payment$|end$|finish$)/;

/** Size, distance and place of everything one can touch: A02, A03, A04. */
export function judgeTouch(): Finding[] {
  const found = targets(stage());
  return [...found.flatMap((target) => [...judgeSize(target), ...judgePlace(target)]), ...judgeGaps(found)];
}

function judgeSize(target: HTMLElement): Finding[] {
  const box = target.getBoundingClientRect();
  const letterKey = target.hasAttribute('data-letter') && innerWidth > innerHeight;
  const narrowest = letterKey ? letterKeyPx : targetPx;
  if (box.width >= narrowest - rounding && box.height >= targetPx - rounding) return [];
  return [{ rule: 'target', where: nameOf(target), what: `${box.width.toFixed(1)} × ${box.height.toFixed(1)} px` }];
}

function judgePlace(target: HTMLElement): Finding[] {
  const box = target.getBoundingClientRect();
  const findings: Finding[] = [];
  const toBezel = Math.min(box.left, box.top, innerWidth - box.right, innerHeight - box.bottom);
  if (toBezel < bezelPx - rounding) {
    findings.push({ rule: 'bezel', where: nameOf(target), what: `${toBezel.toFixed(1)} px from the bezel` });
  }
  const low = document.documentElement.hasAttribute('data-low-reach');
  // Controls that were brought down stand in the lower half of a portrait screen.
  if (low && innerHeight > innerWidth && box.top < innerHeight / 2 - rounding) {
    findings.push({ rule: 'reach', where: nameOf(target), what: `${box.top.toFixed(0)} px from the top` });
  }
  return findings;
}

function judgeGaps(found: readonly HTMLElement[]): Finding[] {
  return found.flatMap((one, index) =>
    found.slice(index + 1).flatMap((other): Finding[] => {
      // A target inside another is one answer to one touch.
      if (one.contains(other) || other.contains(one)) return [];
      const gap = gapBetween(one.getBoundingClientRect(), other.getBoundingClientRect());
      const where = `${nameOf(one)} | ${nameOf(other)}`;
      if (gap < gapPx - rounding) return [{ rule: 'gap', where, what: `${gap.toFixed(1)} px apart` }];
      const dangerous = isPair(one, other) || isPair(other, one);
      if (!dangerous || gap >= dangerGapPx - rounding) return [];
      return [{ rule: 'danger-gap', where, what: `${gap.toFixed(1)} px apart` }];
    }),
  );
}

function isPair(one: Element, other: Element): boolean {
  return pays.test(one.getAttribute('data-action') ?? '') && givesUp.test(other.getAttribute('data-action') ?? '');
}

function gapBetween(one: DOMRect, other: DOMRect): number {
  const across = Math.max(other.left - one.right, one.left - other.right, 0);
  const along = Math.max(other.top - one.bottom, one.top - other.bottom, 0);
  return Math.hypot(across, along);
}

/** The heading of a new screen, the summary of what is wrong, or something inside the dialog holds the focus: A14. */
export function judgeFirstFocus(): Finding[] {
  const focused = document.activeElement;
  const dialog = document.querySelector('[role=alertdialog], [role=dialog]');
  const right = dialog
    ? dialog.contains(focused)
    : focused?.tagName === 'H1' || focused?.getAttribute('role') === 'alert';
  return right ? [] : [{ rule: 'unfocused', where: focused ? nameOf(focused) : 'nothing', what: 'has the focus' }];
}

/** Where what stands in the same place on every screen stands here: A23. */
export function fixedPlaces(): Record<string, { x: number; y: number; width: number; height: number }> {
  const places: Record<string, { x: number; y: number; width: number; height: number }> = {};
  for (const action of ['help', 'end', 'cancel-payment']) {
    const element = document.querySelector(`[data-action=${action}]`);
    if (!element || !isSeen(element)) continue;
    const { x, y, width, height } = element.getBoundingClientRect();
    places[action] = { x, y, width, height };
  }
  return places;
}
