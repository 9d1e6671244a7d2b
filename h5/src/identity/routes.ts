import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/role', name: 'role', component: () => import('./RolePage.vue') },
  { path: '/bind', name: 'bind', component: () => import('./BindPage.vue') },
  { path: '/bind/result', name: 'bind-result', component: () => import('./BindResultPage.vue') },
  // Where the server sends a browser that met a problem on its way: there may be no session yet.
  { path: '/problem', name: 'problem', component: () => import('./ProblemPage.vue'), meta: { open: true } },
] satisfies RouteRecordRaw[];
