import type { SpokenTexts } from '../speech.ts';

/** Where Urdu is better heard than read: letters said one by one, signs said as words, headings that stand alone. */
export const speechUr: SpokenTexts = {
  'list.title': '{count, plural, one {# جرمانہ ملا ہے۔} other {# جرمانے ملے ہیں۔}}',
  'pager.page': '{pages} صفحوں میں سے صفحہ {page}',
  'paid.title': 'آپ کی ادائیگی ہو گئی۔',
  'unknown.title': 'ہم آپ کی ادائیگی کی جانچ کر رہے ہیں۔ دوبارہ ادا نہ کریں۔',
  'confirming.title': 'ادائیگی ہو رہی ہے۔ براہِ کرم یہیں رہیں۔',
};
