import type { SpokenTexts } from '../speech.ts';

/** Where Arabic is better heard than read; vowelled where a voice would guess wrong. */
export const speechAr: SpokenTexts = {
  'paid.title': 'تَمَّ الدَّفعُ بنجاح.',
  'unknown.title': 'نتحقَّقُ من عمليَّةِ الدَّفع. لا تَدفَع مرَّةً أُخرى.',
  'confirming.title': 'جارٍ الدَّفع. يُرجى عدمُ المغادرة.',
};
