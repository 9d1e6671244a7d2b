import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/figures', name: 'figures', component: () => import('./FiguresPage.vue') },
  { path: '/figures/report/:kind(quarter|month)', name: 'figures-report', component: () => import('./ReportPage.vue'), props: true },
] satisfies RouteRecordRaw[];
