import { createPinia } from 'pinia';
import { createApp } from 'vue';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { send } from './bridge.ts';
import { installInput } from './input/install-input.ts';
import KioskApp from './KioskApp.vue';
import { reportFault, reportFaults } from './report-faults.ts';
import { useKioskStore } from './store.ts';

reportFaults(window);
installInput(window);
if (__TEST_FLAVOUR__) void import('./edge/offer-pseudo.ts').then(({ offerPseudo }) => offerPseudo(window));

const app = createApp(KioskApp);
app.config.errorHandler = (error) => reportFault('error', String(error));
app.use(createPinia());

const store = useKioskStore();
window.wafa.onPush((push) => {
  if (store.receive(push) === 'unreadable') reportFault('error', 'a push does not follow the contract');
});

app.mount('#app');
send('ready', {});
