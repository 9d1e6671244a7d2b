import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/rules', name: 'rules', component: () => import('./RulesPage.vue') },
  { path: '/rules/versions', name: 'rules-versions', component: () => import('./VersionsPage.vue') },
  { path: '/rules/versions/:version', name: 'rules-version', component: () => import('./VersionPage.vue') },
  { path: '/calendar', name: 'calendar', component: () => import('./CalendarPage.vue') },
  { path: '/calendar/enter', name: 'calendar-enter', component: () => import('./EnterPage.vue') },
] satisfies RouteRecordRaw[];
