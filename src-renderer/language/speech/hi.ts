import type { SpokenTexts } from '../speech.ts';

/** Where Hindi is better heard than read: letters said one by one, signs said as words, headings that stand alone. */
export const speechHi: SpokenTexts = {
  'fraud.notice': 'गृह मंत्रालय कभी एस एम एस के लिंक से पैसे नहीं माँगता।',
  'service.otherWays.body2': 'इंटरनेट पर: गृह मंत्रालय की अपनी वेबसाइट और साहेल ऐप। पता ख़ुद लिखें, संदेशों में आए लिंक न खोलें।',
  'ask.step': '{count} में से सवाल {number}',
  'list.title': '{count, plural, one {# जुर्माना मिला है।} other {# जुर्माने मिले हैं।}}',
  'pager.page': '{pages} में से पेज {page}',
  'ticket.speedValue': '{measured} किलोमीटर प्रति घंटा, इजाज़त {limit} की है',
  'rail.phone.how': 'कोड स्कैन करें और के नेट के पेज पर भुगतान करें',
  'rail.phone.needs': 'इंटरनेट वाला फ़ोन और के नेट कार्ड की जानकारी',
  'rail.screen.how': 'यहीं के नेट के पेज पर अपने कार्ड की जानकारी लिखें',
  'rail.screen.needs': 'आपका के नेट कार्ड और उसका पिन',
  'rail.terminal.needs': 'आपका के नेट कार्ड और उसका पिन',
  'screen.lead': 'नीचे के नेट के पेज पर अपने कार्ड की जानकारी लिखें। बटनों को हाथ से ढक लें।',
  'terminal.step1': 'अपना के नेट कार्ड डालें या छुआएँ।',
  'notPaid.cancelled_on_page': 'आपने के नेट के पेज पर भुगतान रद्द किया।',
  'notPaid.voided': 'के नेट ने पूरा होने से पहले भुगतान वापस ले लिया। कृपया फिर से कोशिश करें।',
  'paid.title': 'आपका भुगतान हो गया।',
  'unknown.title': 'हम आपके भुगतान की जाँच कर रहे हैं। दोबारा भुगतान न करें।',
  'confirming.title': 'भुगतान हो रहा है। कृपया यहीं रहें।',
  'help.free': 'आप दूसरे तरीक़े से भी भुगतान कर सकते हैं: काउंटर पर, मंत्रालय की वेबसाइट पर या साहेल ऐप में।',
  'help.payPage': 'रक़म देखें, फिर के नेट के पेज पर जो लिखा हो वैसा करें। वहाँ पक्का करने तक रद्द कर सकते हैं।',
};
