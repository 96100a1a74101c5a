import { onBeforeUnmount, ref, watch, type ComponentPublicInstance, type Ref } from 'vue';

/** Less than this is rounding, not something hidden; px. */
const slackPx = 4;
/** How much of what is seen is turned over at once: a strip stays, so that nobody loses the line. */
const turned = 0.8;

export interface ScrollPort {
  /** Is there more than can be seen at once? */
  readonly overflows: Ref<boolean>;
  readonly above: Ref<boolean>;
  readonly below: Ref<boolean>;
  /** Turns over: 1 down, -1 up. */
  turn(direction: 1 | -1): void;
}

/**
 * Watches a part that may be taller than its place, so that buttons can turn it over: no gesture is needed (A25).
 *
 * @param turns the buttons, which take their room from the part: what fits without them needs none
 */
export function useScrollPort(
  port: Readonly<Ref<HTMLElement | null>>,
  turns: Readonly<Ref<ComponentPublicInstance | null>>,
): ScrollPort {
  const overflows = ref(false);
  const above = ref(false);
  const below = ref(false);

  function measure(): void {
    const at = port.value;
    if (!at) return;
    const hidden = at.scrollHeight - at.clientHeight;
    overflows.value = hidden - roomOfTurns() > slackPx;
    above.value = overflows.value && at.scrollTop > slackPx;
    below.value = overflows.value && at.scrollTop < hidden - slackPx;
  }

  function roomOfTurns(): number {
    const element: unknown = turns.value?.$el;
    return element instanceof HTMLElement ? element.offsetHeight : 0;
  }

  // In the frame after: what is measured may show or hide the buttons, and sizes must not change while they are told.
  let waiting = false;
  const sizes = new ResizeObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      measure();
    });
  });
  const children = new MutationObserver(() => watchSizes());
  function watchSizes(): void {
    sizes.disconnect();
    if (!port.value) return;
    sizes.observe(port.value);
    for (const part of port.value.children) sizes.observe(part);
    measure();
  }
  watch(
    port,
    (now, _before, cleanUp) => {
      if (!now) return;
      now.addEventListener('scroll', measure, { passive: true });
      children.observe(now, { childList: true, subtree: true });
      watchSizes();
      cleanUp(() => now.removeEventListener('scroll', measure));
    },
    { flush: 'post' },
  );
  onBeforeUnmount(() => {
    sizes.disconnect();
    children.disconnect();
  });

  return {
    overflows,
    above,
    below,
    turn: (direction) => port.value?.scrollBy({ top: direction * port.value.clientHeight * turned }),
  };
}
