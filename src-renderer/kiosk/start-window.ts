import { createPinia } from 'pinia';
import { createApp, watch } from 'vue';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { send } from './bridge.ts';
import { loadFirstSpokenTexts } from './edge/languages.ts';
import { createSoundPlayer } from './edge/sound-player.ts';
import { installInput } from './input/install-input.ts';
import { installKeypad } from './input/install-keypad.ts';
import KioskApp from './KioskApp.vue';
import { reportFault, reportFaults } from './report-faults.ts';
import { useKioskStore } from './store.ts';

reportFaults(window);
installInput(window);
if (__TEST_FLAVOUR__) void import('./edge/offer-pseudo.ts').then(({ offerPseudo }) => offerPseudo(window));
installKeypad(window);

const app = createApp(KioskApp);
app.config.errorHandler = (error) => reportFault('error', String(error));
app.use(createPinia());

const store = useKioskStore();
window.wafa.onPush((push) => {
  if (store.receive(push) === 'unreadable') reportFault('error', 'a push does not follow the contract');
});

window.wafa.onSound(createSoundPlayer((id) => send('soundEnded', { id })));

// Reading the window aloud costs every change of it a look, so that it is there only for those who asked for it.
let stopSpeech = (): void => undefined;
let wishes = 0;
watch(
  () => store.preferences.speech,
  async (wanted) => {
    stopSpeech();
    stopSpeech = () => undefined;
    const wish = ++wishes;
    if (!wanted) return;
    const [{ installSpeech }] = await Promise.all([import('./speech/install-speech.ts'), loadFirstSpokenTexts()]);
    // Switched off, or off and on, while it was being brought.
    if (wish !== wishes) return;
    stopSpeech = installSpeech(window, { route: () => store.snapshot?.audioRoute ?? 'none' });
  },
  { immediate: true },
);

app.mount('#app');
send('ready', {});
