import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/c/:cid/ledger', name: 'ledger', component: () => import('./LedgerPage.vue'), props: true },
  { path: '/ledgers', name: 'ledgers', component: () => import('./ProgressPage.vue') },
] satisfies RouteRecordRaw[];
