import type { RouteRecordRaw } from 'vue-router';

export default [{ path: '/me/sessions', name: 'devices', component: () => import('./DevicesPage.vue') }] satisfies RouteRecordRaw[];
