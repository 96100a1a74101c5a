import { createPinia } from 'pinia';
import { createApp } from 'vue';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import './staff.css';
import { reportFault, send } from './bridge.ts';
import { installActivity } from './install-activity.ts';
import StaffApp from './StaffApp.vue';
import { useStaffStore } from './store.ts';

window.addEventListener('error', (event) => reportFault('error', event.message));
window.addEventListener('unhandledrejection', (event) => reportFault('error', String(event.reason)));
document.addEventListener('securitypolicyviolation', (event) =>
  reportFault('csp', `${event.effectiveDirective} ${event.blockedURI}`),
);
installActivity(window);

const app = createApp(StaffApp);
app.config.errorHandler = (error) => reportFault('error', String(error));
app.use(createPinia());
const store = useStaffStore();
window.wafaStaff.onPush((snapshot) => {
  if (store.receive(snapshot) === 'unreadable') reportFault('error', 'a snapshot does not follow the contract');
});
app.mount('#app');
send('ready', {});
