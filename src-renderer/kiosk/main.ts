import { createPinia } from 'pinia';
import { createApp } from 'vue';
import './without-eval.ts';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { announceDrawn } from './announce-drawn.ts';
import { send } from './bridge.ts';
import { installInput } from './input/install-input.ts';
import KioskApp from './KioskApp.vue';
import { reportFault, reportFaults } from './report-faults.ts';
import { useKioskStore } from './store.ts';

reportFaults(window);
installInput(window);

const app = createApp(KioskApp);
app.config.errorHandler = (error) => reportFault('error', String(error));
app.use(createPinia());

const store = useKioskStore();
window.wafa.onPush((push) => {
  const received = store.receive(push);
  if (received === 'unreadable') reportFault('error', 'a push does not follow the contract');
  if (received === 'taken') announceDrawn();
});

app.mount('#app');
send('ready', {});
