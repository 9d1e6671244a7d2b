import './polyfills';
import './kit/landing';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './app/App.vue';
import { router } from './app/router';
import { useConfirming } from './kit/http';
import { sweepDrafts } from './kit/draft';
import { startElder } from './kit/elder';
import './theme.css';

startElder();
sweepDrafts();
// The sheet arrives with the first act that wants it.
useConfirming(async () => (await import('./security/confirm')).askConfirm());
createApp(App).use(createPinia()).use(router).mount('#app');
