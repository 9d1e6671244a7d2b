import './polyfills';
import './kit/landing';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './app/App.vue';
import { router } from './app/router';
import { sweepDrafts } from './kit/draft';
import { startElder } from './kit/elder';
import './theme.css';

startElder();
sweepDrafts();
createApp(App).use(createPinia()).use(router).mount('#app');
