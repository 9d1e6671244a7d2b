import type { RouteRecordRaw } from 'vue-router';

const ID = ':id([0-9A-Z]{26})';

export default [
  { path: '/bind/correction', name: 'correction', component: () => import('./CorrectionPage.vue') },
  { path: `/bind/correction/${ID}`, name: 'correction-one', component: () => import('./StandingPage.vue'), props: true },
  { path: '/corrections', name: 'corrections', component: () => import('./CorrectionsPage.vue') },
  { path: `/corrections/${ID}`, name: 'correction-desk', component: () => import('./DeskPage.vue'), props: true },
] satisfies RouteRecordRaw[];
