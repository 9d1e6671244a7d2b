import './polyfills';
import './kit/landing';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './app/App.vue';
import { router } from './app/router';
import { useConfirming } from './kit/http';
import { sweepDrafts } from './kit/draft';
import { startElder } from './kit/elder';
import { watchRelease } from './kit/release';
import './theme.css';

startElder();
watchRelease();
sweepDrafts();
// The sheet arrives with the first act that wants it; where it does not, the act is refused as it would be unproved.
useConfirming(async () => {
  const sheet = await import('./security/confirm').catch(() => null);
  return sheet ? sheet.askConfirm() : false;
});
createApp(App).use(createPinia()).use(router).mount('#app');
