import type { RouteRecordRaw } from 'vue-router';

export default [{ path: '/offline', name: 'offline', component: () => import('./OfflinePage.vue') }] satisfies RouteRecordRaw[];
