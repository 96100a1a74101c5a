import type { LocalText } from './language.ts';

/*
 * Six plain words for one enrolment, seen by the technician at the kiosk and by the office at the gateway. Whoever sits
 * between the two shows each side a key of their own, and then the words differ.
 */

export interface EnrolmentFacts {
  /** What the kiosk showed, and what the gateway has of it: raw Ed25519 public key, base64url. */
  readonly deviceKey: string;
  /** What the gateway has, and what the kiosk was given: raw Ed25519 public key, base64url. */
  readonly answerKey: string;
  readonly kioskCode: string;
}

/** Six words of 8 bits. */
export const comparisonBytes = 6;

/**
 * Cost of making the words from {@link comparisonMessage}, with the one-time code's hash as salt: scrypt, N = 2^15, r = 8,
 * p = 1, some 80 ms. Whoever sits between chooses a key on either side, and with a quick hash a few million of them make
 * a pair with the same 48 bits while the kiosk waits; the salt, which is known only then, keeps them from beginning earlier.
 */
export const comparisonCost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;

/** What both sides make the words from. The first line keeps it from standing for anything else. */
export function comparisonMessage({ deviceKey, answerKey, kioskCode }: EnrolmentFacts): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`wafa enrolment words 1\n${deviceKey}\n${answerKey}\n${kioskCode}`);
}

/** The words of so many bytes, one each, in both languages of staff. */
export function wordsOf(bytes: Uint8Array): LocalText[] {
  return Array.from(bytes, (byte) => comparisonWords[byte] ?? { ar: '', en: '' });
}

/** 256 things everybody has seen, in English and Arabic. No word is one letter away from another of its language. */
const list = `
apple تفاحة
banana موزة
orange برتقال
lemon ليمون
grape عنب
mango مانجو
olive زيتون
date تمر
fig تين
melon شمام
peach خوخ
pear كمثرى
cherry كرز
tomato طماطم
potato بطاطس
onion بصل
garlic ثوم
carrot جزر
cucumber خيار
pepper فلفل
bread خبز
cheese جبن
butter زبدة
honey عسل
sugar سكر
salt ملح
milk حليب
coffee قهوة
tea شاي
water ماء
juice عصير
soup حساء
egg بيضة
lion أسد
elephant فيل
giraffe زرافة
horse حصان
camel جمل
sheep خروف
cat قطة
mouse فأر
rabbit أرنب
fox ثعلب
wolf ذئب
deer غزال
bird طائر
falcon صقر
eagle نسر
owl بومة
dove حمامة
rooster ديك
peacock طاووس
fish سمكة
whale حوت
dolphin دلفين
turtle سلحفاة
frog ضفدع
snake أفعى
lizard سحلية
crocodile تمساح
bee نحلة
butterfly فراشة
spider عنكبوت
scorpion عقرب
sun شمس
star نجمة
cloud سحابة
rain مطر
snow ثلج
wind ريح
storm عاصفة
lightning برق
smoke دخان
lake بحيرة
island جزيرة
valley وادي
desert صحراء
stone حجر
iron حديد
silver فضة
copper نحاس
diamond ألماس
wood خشب
glass زجاج
paper ورقة
tree شجرة
flower زهرة
forest غابة
garden حديقة
wheat قمح
tent خيمة
palace قصر
castle قلعة
road طريق
door باب
window نافذة
wall جدار
roof سقف
stairs سلم
kitchen مطبخ
school مدرسة
hospital مستشفى
market سوق
library مكتبة
museum متحف
harbour ميناء
station محطة
village قرية
city مدينة
bus حافلة
ship سفينة
boat قارب
bicycle دراجة
truck شاحنة
wheel عجلة
engine محرك
anchor مرساة
sail شراع
table طاولة
chair كرسي
pillow وسادة
blanket بطانية
carpet سجادة
lamp مصباح
candle شمعة
mirror مرآة
clock ساعة
key مفتاح
bag حقيبة
cup كوب
plate صحن
spoon ملعقة
fork شوكة
knife سكين
oven فرن
fridge ثلاجة
hammer مطرقة
saw منشار
rope حبل
brush فرشاة
broom مكنسة
needle إبرة
thread خيط
scissors مقص
shirt قميص
dress فستان
glove قفاز
belt حزام
ring خاتم
necklace قلادة
crown تاج
umbrella مظلة
book كتاب
letter رسالة
picture صورة
map خريطة
violin كمان
piano بيانو
doll دمية
camera كاميرا
phone هاتف
radio مذياع
screen شاشة
computer حاسوب
doctor طبيب
teacher معلم
farmer فلاح
sailor بحار
driver سائق
queen ملكة
foot قدم
nose أنف
heart قلب
head رأس
finger إصبع
shoulder كتف
knee ركبة
summer صيف
winter شتاء
spring ربيع
red أحمر
green أخضر
blue أزرق
yellow أصفر
white أبيض
circle دائرة
square مربع
triangle مثلث
shield درع
compass بوصلة
telescope تلسكوب
rocket صاروخ
volcano بركان
waterfall شلال
fountain نافورة
fence سياج
balcony شرفة
tunnel نفق
elevator مصعد
factory مصنع
farm مزرعة
stadium ملعب
theatre مسرح
restaurant مطعم
pharmacy صيدلية
bank مصرف
hotel فندق
saffron زعفران
mint نعناع
almond لوز
pistachio فستق
chocolate شوكولاتة
watermelon بطيخ
pineapple أناناس
strawberry فراولة
apricot مشمش
pumpkin يقطين
spinach سبانخ
lentil عدس
bean فاصوليا
corn ذرة
sesame سمسم
towel منشفة
comb مشط
incense بخور
medicine دواء
magnet مغناطيس
pipe أنبوب
pump مضخة
helmet خوذة
mask قناع
ticket تذكرة
passport جواز
calendar تقويم
newspaper جريدة
poem قصيدة
song أغنية
hoopoe هدهد
ostrich نعامة
swan بجعة
crab سلطعون
squirrel سنجاب
leopard فهد
lighthouse منارة
minaret مئذنة
column عمود
statue تمثال
jug إبريق
tray صينية
cupboard خزانة
sofa أريكة
curtain ستارة
barrel برميل
feather ريشة
ruler مسطرة
notebook دفتر
`;

export const comparisonWords: readonly LocalText[] = list
  .trim()
  .split('\n')
  .map((line) => {
    const [en = '', ar = ''] = line.split(' ');
    return { ar, en };
  });
