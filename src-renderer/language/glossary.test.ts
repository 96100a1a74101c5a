import { describe, expect, it } from 'vitest';
import type { MessageKey } from './message-keys.ts';
import { ar } from './messages/ar.ts';
import { en } from './messages/en.ts';

/**
 * The ministry's own terms, as its pages and penalty lists have them, with the keys that stand for them. Spelling of
 * the letters follows the standard (إلكترونياً), not the pages' (الكترونياً).
 */
const terms: readonly (readonly [key: MessageKey, arabic: string, english: string])[] = [
  ['field.civilNumber.label', 'الرقم المدني', 'Civil number'],
  ['field.companyNumber.label', 'الرقم الموحد', 'Unified number'],
  ['ticket.number', 'رقم المخالفة', 'Violation number'],
  ['ticket.points', 'النقاط المرورية', 'Traffic points'],
  ['department.traffic', 'المرور', 'Traffic'],
  ['field.passportNumber.label', 'رقم جواز السفر', 'Passport number'],
  ['field.passportExpiry.label', 'تاريخ انتهاء صلاحية الجواز', 'Expiry date of the passport'],
  ['field.referenceNumber.label', 'الرقم المرجعي', 'Reference number'],
  ['code.label', 'رمز التحقق', 'Verification code'],
  ['status.payable', 'قابلة للدفع إلكترونياً', 'Payable electronically'],
  ['status.visit_office', 'غير قابلة للدفع إلكترونياً', 'Not payable electronically'],
  ['status.referred_to_court', 'محالة إلى المحكمة', 'Referred to court'],
  ['reason.other', 'يرجى مراجعة الإدارة العامة للمرور', 'Please visit the General Traffic Department'],
  ['review.total', 'الإجمالي المستحق', 'Total due'],
  ['nothingDue.title', 'لا توجد مخالفات مسجلة', 'No violations recorded'],
  ['paid.print', 'طباعة الإيصال', 'Print the receipt'],
  ['unknown.reference', 'الرقم المرجعي', 'Reference'],
];

describe('the ministry’s terms', () => {
  it.each(terms)('%s', (key, arabic, english) => {
    expect(ar[key]).toBe(arabic);
    expect(en[key]).toBe(english);
  });

  it('the ministry’s own warning against a second payment is on the paid screen', () => {
    expect(ar['paid.notice']).toContain('يرجى عدم محاولة الدفع مرة أخرى');
    expect(en['paid.notice']).toContain('Please do not try to pay again');
  });

  it('Kuwaiti dinars and K-Net are called what they are called in Kuwait', () => {
    for (const [key, text] of Object.entries(ar)) expect(text, key).not.toMatch(/K-?net|كى نت/i);
    for (const [key, text] of Object.entries(en)) expect(text, key).not.toMatch(/KNET|Knet|K-net/);
  });
});
