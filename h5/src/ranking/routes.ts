import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/rankings', name: 'rankings', component: () => import('./RankingsPage.vue') },
  { path: '/rankings/standings', name: 'ranking-standings', component: () => import('./StandingsPage.vue') },
  { path: '/rankings/published', name: 'rankings-published', component: () => import('./PublishedPage.vue') },
  { path: '/rankings/:id', name: 'ranking', component: () => import('./ListingPage.vue'), props: true },
  { path: '/advices/:id', name: 'advice', component: () => import('./AdvicePage.vue'), props: true },
] satisfies RouteRecordRaw[];
