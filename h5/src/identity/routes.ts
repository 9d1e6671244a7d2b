import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/role', name: 'role', component: () => import('./RolePage.vue') },
  { path: '/bind', name: 'bind', component: () => import('./BindPage.vue') },
  // Where a message leads: a link of words and slashes alone, as the account's templates want it.
  { path: '/bind/at/:application', redirect: ({ params }) => ({ path: '/bind', query: { application: String(params.application), step: 'register' } }) },
  { path: '/bind/result', name: 'bind-result', component: () => import('./BindResultPage.vue') },
  // Where the server sends a browser that met a problem on its way: there may be no session yet.
  { path: '/problem', name: 'problem', component: () => import('./ProblemPage.vue'), meta: { open: true } },
] satisfies RouteRecordRaw[];
