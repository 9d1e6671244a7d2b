import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/c/:cid/register', name: 'register', component: () => import('./RegisterPage.vue'), props: true },
  { path: '/intake', name: 'intake', component: () => import('./IntakePage.vue') },
] satisfies RouteRecordRaw[];
