import type { FileRecipe } from './person-files.ts';

const received = { ar: 'استُلم الطلب', en: 'The case was received' };
const checked = { ar: 'جرت مراجعة المستندات', en: 'The documents were checked' };
const referred = { ar: 'أُحيلت القضية إلى الجهة المختصة', en: 'The case was passed to the section in charge' };
const decided = { ar: 'صدر القرار ويمكن استلامه', en: 'The decision was made and can be collected' };

/**
 * What the demo identities have beside traffic. The passports are those of the synthetic specimens that every scanner
 * test uses; the reference numbers have nine, ten, eleven and twelve digits, as all of them occur.
 */
export const demoFiles: ReadonlyMap<string, FileRecipe> = new Map([
  [
    '399123100017',
    {
      referenceNumber: '310000017',
      passport: { number: 'Z0000001', expiry: '2030-01-15' },
      nationalityDate: null,
      fines: [
        { kind: 'permit_expired', permitArticle: '18', daysAgo: 36, standing: 'payable' },
        { kind: 'newborn_not_reported', permitArticle: '22', daysAgo: 120, lasted: 20, standing: 'payable' },
        { kind: 'overstayed_temporary', permitArticle: '14', daysAgo: 300, lasted: 25, standing: 'amnesty' },
      ],
      cases: [
        { kind: 'permit_cancelled', permitArticle: '18', daysAgo: 45, standing: 'payable', fineType: '01' },
        { kind: 'no_permit_after_entry', daysAgo: 200, lasted: 44, standing: 'payable', fineType: '01' },
        {
          kind: 'permit_expired',
          permitArticle: '20',
          domestic: true,
          daysAgo: 80,
          standing: 'payable',
          fineType: '02',
        },
      ],
      medicalCode: 0,
      steps: [
        { daysAgo: 41, text: received },
        { daysAgo: 33, text: checked },
        { daysAgo: 20, text: referred },
        { daysAgo: 2, text: decided },
      ],
      card: 'ready',
      cardReceiptNo: '700017',
      hasInsurance: true,
    },
  ],
  [
    '399010100029',
    {
      referenceNumber: '3100000029',
      passport: { number: 'P0000000A', expiry: '2029-02-10' },
      nationalityDate: null,
      fines: [],
      cases: [],
      medicalCode: 2,
      steps: [{ daysAgo: 3, text: received }],
      card: 'in_issue',
      cardReceiptNo: '700029',
      hasInsurance: true,
    },
  ],
  [
    '398022800028',
    {
      referenceNumber: '31000000028',
      passport: { number: 'A00000000', expiry: '2028-12-31' },
      nationalityDate: null,
      fines: [
        { kind: 'permit_expired', permitArticle: '18', daysAgo: 0, standing: 'payable' },
        { kind: 'permit_expired', permitArticle: '17', daysAgo: 29, standing: 'payable' },
        { kind: 'permit_cancelled', permitArticle: '18', daysAgo: 400, standing: 'payable' },
        { kind: 'permit_expired', permitArticle: '20', domestic: true, daysAgo: 400, standing: 'payable' },
        { kind: 'overstayed_visit', daysAgo: 36, standing: 'visit_office' },
        { kind: 'newborn_not_reported', permitArticle: '22', daysAgo: 500, lasted: 90, standing: 'court' },
        { kind: 'overstayed_temporary', permitArticle: '14', daysAgo: 150, standing: 'amnesty' },
        { kind: 'no_permit_after_entry', daysAgo: 90, lasted: 12, standing: 'updating' },
        { kind: 'permit_expired', permitArticle: '19', daysAgo: 250, lasted: 31, standing: 'paid' },
        { kind: 'permit_expired', permitArticle: '24', daysAgo: 90, lasted: 5, standing: 'cancelled' },
      ],
      cases: [{ kind: 'overstayed_visit', daysAgo: 230, standing: 'court', fineType: '01' }],
      medicalCode: 3,
      steps: [
        { daysAgo: 90, text: received },
        { daysAgo: 60, text: referred },
      ],
      card: 'none',
      cardReceiptNo: null,
      hasInsurance: false,
    },
  ],
  [
    '397061500015',
    {
      referenceNumber: '310000000015',
      passport: { number: 'K0000015', expiry: '2031-06-30' },
      nationalityDate: '2001-05-20',
      fines: [],
      cases: [],
      medicalCode: 5,
      steps: [],
      card: 'ready',
      cardReceiptNo: '700015',
      hasInsurance: true,
    },
  ],
  [
    '800000000017',
    {
      referenceNumber: '319000017',
      passport: { number: 'N0000017', expiry: '2030-09-01' },
      nationalityDate: null,
      fines: [{ kind: 'overstayed_visit', daysAgo: 4, standing: 'payable' }],
      cases: [{ kind: 'no_permit_after_entry', daysAgo: 12, standing: 'payable', fineType: '01' }],
      medicalCode: 4,
      steps: [{ daysAgo: 6, text: received }],
      card: 'none',
      cardReceiptNo: null,
      hasInsurance: true,
    },
  ],
] satisfies [string, FileRecipe][]);
