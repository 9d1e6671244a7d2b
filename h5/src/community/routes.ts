import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/c/:cid', name: 'community', component: () => import('./CommunityPage.vue') },
  { path: '/c/:cid/poster', name: 'poster', component: () => import('./PosterPage.vue') },
] satisfies RouteRecordRaw[];
