import type { RouteRecordRaw } from 'vue-router';

const NO = ':no(\\d{8}-\\d{6})';

export default [
  { path: '/say', name: 'say', component: () => import('./SayPage.vue') },
  { path: '/say/mine', name: 'say-mine', component: () => import('./MinePage.vue') },
  { path: `/say/${NO}`, name: 'say-one', component: () => import('./DetailPage.vue'), props: true },
  { path: `/say/${NO}/done`, name: 'say-done', component: () => import('./DonePage.vue'), props: true },
  // For who called: the token of their SMS stands behind the #.
  { path: '/t', name: 'caller', component: () => import('./CallerPage.vue'), meta: { open: true } },
  { path: '/tasks', name: 'tasks', component: () => import('./TasksPage.vue') },
  { path: `/tasks/${NO}`, name: 'task', component: () => import('./TaskPage.vue'), props: true },
  { path: '/bodies', name: 'bodies', component: () => import('./BodiesPage.vue') },
  { path: '/c/:cid/public', name: 'public-complaints', component: () => import('./PublicPage.vue'), props: true },
] satisfies RouteRecordRaw[];
