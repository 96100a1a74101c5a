import { mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick, ref, type ComponentPublicInstance } from 'vue';
import { useScrollPort } from './use-scroll-port.ts';

afterEach(() => void vi.unstubAllGlobals());

const frameHeight = 800;
const turnsHeight = 90;

/** A frame whose part is as tall as the buttons leave it; what stands in it is at the test's hand. */
function frame(contentHeight: { value: number }) {
  let told: () => void = () => undefined;
  class Observer {
    constructor(tell: () => void) {
      told = tell;
    }
    observe = (): void => undefined;
    disconnect = (): void => undefined;
  }
  vi.stubGlobal('ResizeObserver', Observer);
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => (run(), 0));
  const Turns = defineComponent({
    render: () => h('div', { ref: (at) => at instanceof HTMLElement && sized(at, 'offsetHeight', () => turnsHeight) }),
  });
  const wrapper = mount(
    defineComponent({
      setup() {
        const port = ref<HTMLElement | null>(null);
        const turns = ref<ComponentPublicInstance | null>(null);
        const { overflows } = useScrollPort(port, turns);
        const place = (): number => frameHeight - (turns.value ? turnsHeight : 0);
        const take = (at: unknown): void => {
          if (!(at instanceof HTMLElement)) return;
          sized(at, 'clientHeight', place);
          sized(at, 'scrollHeight', () => Math.max(place(), contentHeight.value));
          port.value = at;
        };
        return () => h('main', [h('div', { ref: take }), overflows.value ? h(Turns, { ref: turns }) : null]);
      },
    }),
  );
  const resized = async (): Promise<boolean> => {
    // Twice: the buttons that come or go change the size of the part.
    for (let round = 0; round < 2; round += 1) {
      told();
      await nextTick();
    }
    return wrapper.findComponent(Turns).exists();
  };
  return { resized };
}

function sized(element: HTMLElement, name: string, height: () => number): void {
  Object.defineProperty(element, name, { configurable: true, get: height });
}

it('the buttons that turn over come with what does not fit, and go when it would fit without them', async () => {
  const content = { value: 780 };
  const { resized } = frame(content);
  expect(await resized()).toBe(false);
  content.value = 1200;
  expect(await resized()).toBe(true);
  // More than the buttons leave, less than there is without them.
  content.value = 780;
  expect(await resized()).toBe(false);
});
