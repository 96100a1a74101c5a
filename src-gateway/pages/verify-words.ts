import type { Language } from '../../src-shared/domain/language.ts';

/** What the page that checks receipts says, in one language. */
export interface VerifyWords {
  /** The language's name for itself. */
  readonly name: string;
  readonly intro: string;
  readonly label: string;
  readonly button: string;
  readonly genuine: string;
  readonly genuineText: string;
  readonly demo: string;
  readonly notGenuine: string;
  readonly notGenuineText: string;
  readonly unsupported: string;
  readonly unsupportedText: string;
  readonly noScript: string;
  readonly offline: string;
  /** Fields of a genuine receipt. */
  readonly number: string;
  readonly time: string;
  readonly amount: string;
  readonly tickets: string;
  readonly payer: string;
}

/** Every language of the kiosk: whoever holds a receipt may check it. */
export const verifyWords: Readonly<Record<Language, VerifyWords>> = {
  ar: {
    name: 'العربية',
    intro: 'الصق نص الرمز المطبوع على الإيصال، أو امسحه بقارئ الرموز. يجري التحقق داخل هذا المتصفح ولا يُرسل شيء.',
    label: 'نص الرمز',
    button: 'تحقق',
    genuine: 'إيصال صحيح',
    genuineText: 'صدر عن هذه الخدمة ولم يتغيّر. قارن ما يلي بالورقة: صورة الإيصال الصحيح صحيحة أيضاً.',
    demo: 'تجريبي: لم يُدفع مبلغ حقيقي',
    notGenuine: 'إيصال غير صحيح',
    notGenuineText: 'لم تُصدر هذه الخدمة هذا النص، أو أنه تغيّر أو لم يُقرأ كاملاً. امسحه مرة أخرى قبل أن تحكم عليه.',
    unsupported: 'لا يمكن التحقق في هذا المتصفح',
    unsupportedText:
      'لا يُعرف شيء عن الإيصال. ينقص المتصفح التحقق من تواقيع Ed25519: استخدم متصفحاً حديثاً عبر https أو من ملف محفوظ.',
    noScript: 'يحتاج التحقق إلى JavaScript.',
    offline: 'احفظ هذه الصفحة لتعمل دون اتصال. المفتاح العام لهذه الخدمة:',
    number: 'رقم الإيصال',
    time: 'الوقت في الكويت',
    amount: 'المبلغ (د.ك)',
    tickets: 'عدد المخالفات',
    payer: 'رقم صاحب العلاقة',
  },
  en: {
    name: 'English',
    intro:
      "Paste the text of the receipt's code, or scan it into the field. It is checked inside this browser; nothing is sent.",
    label: 'Text of the code',
    button: 'Check',
    genuine: 'Genuine',
    genuineText:
      'Issued by this service and unchanged. Compare what follows with the paper: a copy of a genuine receipt is genuine too.',
    demo: 'DEMO: no real money was paid',
    notGenuine: 'Not genuine',
    notGenuineText:
      'This service did not issue this text, or it was changed or not read whole. Scan it once more before you judge.',
    unsupported: 'This browser cannot check',
    unsupportedText:
      'Nothing is known about the receipt. The browser lacks Ed25519 signatures: use a current one, over https or from a saved file.',
    noScript: 'Checking needs JavaScript.',
    offline: "Save this page and it works without a network. This service's public key:",
    number: 'Receipt number',
    time: 'Time in Kuwait',
    amount: 'Amount (KWD)',
    tickets: 'Violations',
    payer: 'Number of the payer',
  },
  ur: {
    name: 'اردو',
    intro:
      'رسید کے کوڈ کا متن یہاں پیسٹ کریں یا خانے میں اسکین کریں۔ جانچ اسی براؤزر میں ہوتی ہے، کچھ بھیجا نہیں جاتا۔',
    label: 'کوڈ کا متن',
    button: 'جانچیں',
    genuine: 'رسید اصلی ہے',
    genuineText:
      'یہ اسی سروس نے جاری کی اور بدلی نہیں گئی۔ نیچے کی باتیں کاغذ سے ملائیں: اصلی رسید کی نقل بھی اصلی نکلتی ہے۔',
    demo: 'ڈیمو: اصل رقم ادا نہیں ہوئی',
    notGenuine: 'رسید اصلی نہیں',
    notGenuineText:
      'یہ متن اس سروس نے جاری نہیں کیا، یا بدلا گیا ہے، یا پورا نہیں پڑھا گیا۔ فیصلہ کرنے سے پہلے دوبارہ اسکین کریں۔',
    unsupported: 'یہ براؤزر جانچ نہیں کر سکتا',
    unsupportedText:
      'رسید کے بارے میں کچھ معلوم نہیں۔ اس براؤزر میں Ed25519 دستخط نہیں: نیا براؤزر استعمال کریں، https پر یا محفوظ فائل سے۔',
    noScript: 'جانچ کے لیے JavaScript چاہیے۔',
    offline: 'یہ صفحہ محفوظ کر لیں تو بغیر انٹرنیٹ بھی چلے گا۔ اس سروس کی عوامی کلید:',
    number: 'رسید نمبر',
    time: 'کویت کا وقت',
    amount: 'رقم (KWD)',
    tickets: 'خلاف ورزیاں',
    payer: 'ادا کرنے والے کا نمبر',
  },
  hi: {
    name: 'हिन्दी',
    intro: 'रसीद के कोड का टेक्स्ट यहाँ पेस्ट करें या खाने में स्कैन करें। जाँच इसी ब्राउज़र में होती है, कुछ भेजा नहीं जाता।',
    label: 'कोड का टेक्स्ट',
    button: 'जाँचें',
    genuine: 'रसीद असली है',
    genuineText: 'इसी सेवा ने जारी की और बदली नहीं गई। नीचे की बातें काग़ज़ से मिलाएँ: असली रसीद की नकल भी असली निकलती है।',
    demo: 'डेमो: असली पैसा नहीं दिया गया',
    notGenuine: 'रसीद असली नहीं है',
    notGenuineText: 'यह टेक्स्ट इस सेवा ने जारी नहीं किया, या बदला गया है, या पूरा नहीं पढ़ा गया। फ़ैसला करने से पहले फिर से स्कैन करें।',
    unsupported: 'यह ब्राउज़र जाँच नहीं कर सकता',
    unsupportedText:
      'रसीद के बारे में कुछ पता नहीं। इस ब्राउज़र में Ed25519 हस्ताक्षर नहीं हैं: नया ब्राउज़र इस्तेमाल करें, https पर या सेव की हुई फ़ाइल से।',
    noScript: 'जाँच के लिए JavaScript चाहिए।',
    offline: 'यह पेज सेव कर लें तो बिना इंटरनेट भी चलेगा। इस सेवा की सार्वजनिक कुंजी:',
    number: 'रसीद नंबर',
    time: 'कुवैत का समय',
    amount: 'रकम (KWD)',
    tickets: 'उल्लंघन',
    payer: 'भुगतान करने वाले का नंबर',
  },
  bn: {
    name: 'বাংলা',
    intro: 'রসিদের কোডের লেখা এখানে পেস্ট করুন, অথবা ঘরে স্ক্যান করুন। যাচাই এই ব্রাউজারেই হয়, কিছু পাঠানো হয় না।',
    label: 'কোডের লেখা',
    button: 'যাচাই করুন',
    genuine: 'রসিদ আসল',
    genuineText: 'এই সেবা থেকেই দেওয়া, বদলানো হয়নি। নিচের তথ্য কাগজের সঙ্গে মিলিয়ে দেখুন: আসল রসিদের কপিও আসল দেখায়।',
    demo: 'ডেমো: সত্যিকারের টাকা দেওয়া হয়নি',
    notGenuine: 'রসিদ আসল নয়',
    notGenuineText: 'এই লেখা এই সেবা দেয়নি, বা বদলানো হয়েছে, বা পুরোটা পড়া হয়নি। কিছু ভাবার আগে আরেকবার স্ক্যান করুন।',
    unsupported: 'এই ব্রাউজার যাচাই করতে পারে না',
    unsupportedText:
      'রসিদ সম্পর্কে কিছু জানা গেল না। এই ব্রাউজারে Ed25519 স্বাক্ষর নেই: নতুন ব্রাউজার ব্যবহার করুন, https দিয়ে বা সেভ করা ফাইল থেকে।',
    noScript: 'যাচাই করতে JavaScript লাগে।',
    offline: 'এই পাতা সেভ করে রাখলে ইন্টারনেট ছাড়াও চলবে। এই সেবার পাবলিক কি:',
    number: 'রসিদ নম্বর',
    time: 'কুয়েতের সময়',
    amount: 'টাকার পরিমাণ (KWD)',
    tickets: 'জরিমানা',
    payer: 'যার টাকা, তার নম্বর',
  },
  fil: {
    name: 'Filipino',
    intro:
      'I-paste ang teksto ng code ng resibo, o i-scan ito sa kahon. Sa browser na ito lang tinitingnan; walang ipinapadala.',
    label: 'Teksto ng code',
    button: 'Tingnan kung tunay',
    genuine: 'Tunay ang resibo',
    genuineText:
      'Galing ito sa serbisyong ito at hindi binago. Ikumpara ang nasa ibaba sa papel: tunay rin ang kopya ng tunay na resibo.',
    demo: 'DEMO: walang totoong perang ibinayad',
    notGenuine: 'Hindi tunay ang resibo',
    notGenuineText:
      'Hindi galing sa serbisyong ito ang teksto, o binago ito, o hindi nabasa nang buo. I-scan ulit bago magpasya.',
    unsupported: 'Hindi kaya ng browser na ito',
    unsupportedText:
      'Walang malaman tungkol sa resibo. Walang Ed25519 signature ang browser: gumamit ng bago, sa https o sa naka-save na file.',
    noScript: 'Kailangan ng JavaScript para matingnan.',
    offline: 'I-save ang page na ito at gagana ito kahit walang internet. Public key ng serbisyong ito:',
    number: 'Numero ng resibo',
    time: 'Oras sa Kuwait',
    amount: 'Halaga (KWD)',
    tickets: 'Mga violation',
    payer: 'Numero ng nagbayad',
  },
};
