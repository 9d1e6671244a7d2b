import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/c/:cid/board', name: 'board', component: () => import('./BoardPage.vue') },
  { path: '/boards', name: 'boards', component: () => import('./BoardsPage.vue') },
] satisfies RouteRecordRaw[];
