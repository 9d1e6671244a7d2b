import type { RouteRecordRaw } from 'vue-router';

export default [{ path: '/audit', name: 'audit', component: () => import('./AuditPage.vue') }] satisfies RouteRecordRaw[];
