import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/appoint', name: 'appoint', component: () => import('./AppointPage.vue') },
  { path: '/appoint/:role/new', name: 'appoint-new', component: () => import('./NewPage.vue') },
  { path: '/appoint/:role/:scope', name: 'appoint-place', component: () => import('./PlacePage.vue') },
  { path: '/appoint/:role/:scope/:id', name: 'appoint-edit', component: () => import('./EditPage.vue') },
  { path: '/invited/:code', name: 'invited', component: () => import('./InvitedPage.vue') },
] satisfies RouteRecordRaw[];
