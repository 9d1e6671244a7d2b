import type { RouteRecordRaw } from 'vue-router';

export default [{ path: '/me/security', name: 'security', component: () => import('./SecurityPage.vue') }] satisfies RouteRecordRaw[];
