import type { PaperWords } from './words.ts';

/** Filipino words on receipts and statements. Awaits a native reader. */
export const fil: PaperWords = {
  ministry: 'Ministry of Interior ng Kuwait',
  'receipt.title': 'Mga traffic violation: resibo',
  'attempt.title': 'Mga traffic violation: sinubukang bayaran',
  'slip.title': 'Listahan ng mga traffic violation',

  demo: 'DEMO: walang halaga',
  copy: 'KOPYA',

  'paid.result': 'Bayad na',
  'not_paid.result': 'Hindi nabayaran',
  'not_paid.detail': 'Walang nabawas na pera sa inyo.',
  'checking.result': 'Tinitingnan pa',
  'checking.detail': 'Huwag nang magbayad ulit.',

  'returning.result': 'Ibinabalik ang pera',
  'returning.detail': 'Walang naisara ang bayad na ito. Ibinabalik sa inyo ang halaga.',

  'label.receiptNo': 'Numero ng resibo',
  'label.reference': 'Reference number',
  'label.issuedAt': 'Petsa at oras',
  'label.kiosk': 'Numero ng kiosk',
  'label.site': 'Lugar',
  'label.number.individual': 'Numero',
  'label.number.company': 'Numero ng kompanya',
  'label.rail': 'Paraan ng bayad',
  'label.attempt': 'Paraan sanang bayad',
  'rail.phone': 'K-Net, sariling phone',
  'rail.screen': 'K-Net, screen ng kiosk',
  'rail.terminal': 'Sa card terminal',
  'label.trackId': 'Tracking number',
  'label.result': 'Resulta ng K-Net',
  'label.paymentId': 'Payment number',
  'label.transactionId': 'Transaction number',
  'label.knetReference': 'Reference ng K-Net',
  'label.authCode': 'Authorization code',
  'label.postDate': 'Petsa ng pagtala',
  'label.card': 'Numero ng card',
  'label.application': 'Uri ng card',
  'label.merchantId': 'Merchant number',
  'label.terminalId': 'Terminal number',
  'label.refund': 'Ibabalik sa inyo',
  'label.violations': 'Mga violation',
  'label.posting': 'Sa ministry',
  'label.serviceCharge': 'Bayad sa serbisyo',
  'label.total': 'Kabuuan',
  'label.due': 'Kabuuang babayaran',
  'label.asOf': 'Datos hanggang',

  'posting.pending': 'Ina-update pa',
  'posting.posted': 'Sarado na',
  'posting.refused': 'Bayad na, staff ang magsasara',
  'posting.returned': 'Hindi naisara, ibabalik ang pera',
  'item.notPayable': 'Hindi mababayaran sa kiosk',

  'proof.title': 'May pirma. Matitingnan kung tunay kahit walang internet.',
  'proof.label': 'Code ng resibo',
  'proof.follows': 'Susunod ang pirma ng resibong ito. Itago ang numero ng resibo.',

  'notice.fifteen': 'Huwag na pong magbayad ulit: maa-update ang datos ng ministry sa loob ng 15 minuto.',
  'notice.keep': 'Itago ang resibong ito: patunay ito ng bayad. Kung bibiyahe kayo ngayon, dalhin ito.',
  'notice.keepReference':
    'Itago ang papel na ito. Mahahanap ng kahit anong traffic department ang bayad sa reference number.',
  'notice.checking':
    'Baka nakuha na ng bangko ang pera. Titingnan namin ito hanggang sigurado ang sagot. Kung nakuha ang pera, sarado na ang mga violation o ibabalik ang pera; kung hindi, makakabayad kayo mamaya.',
  'notice.notPaid': 'Babayaran pa ang mga violation. Mababayaran ang mga ito ulit dito o sa ibang paraan.',
  'notice.returning':
    'Itago ang papel na ito hanggang nasa account na ang pera. Karaniwang ilang araw ng trabaho ang kailangan.',
  'notice.slip': 'Hindi ito resibo: wala pang nabayaran.',
  'notice.byHand': 'Itago ang resibo para sa mga isasara ng staff ng ministry: ito ang patunay ninyo.',
  'notice.fraud': 'Hindi kailanman magpapabayad ang Ministry of Interior sa link na galing sa text.',
  'notice.counter': 'Puwedeng magbayad at magtanong kahit kailan sa counter ng traffic department.',
  'slip.offices': 'Saan pupunta',
};
