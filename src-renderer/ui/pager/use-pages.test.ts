import { nextTick, ref } from 'vue';
import { expect, it } from 'vitest';
import { usePages } from './use-pages.ts';

it('stays on a page that exists when the list gets shorter', async () => {
  const items = ref(Array.from({ length: 23 }, (_, n) => n));
  const { page, count, shown } = usePages(
    () => items.value,
    () => 5,
  );
  page.value = 5;
  expect(shown.value).toEqual([20, 21, 22]);
  items.value = items.value.slice(0, 7);
  await nextTick();
  expect([page.value, count.value]).toEqual([2, 2]);
  expect(shown.value).toEqual([5, 6]);
});
