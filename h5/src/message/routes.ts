import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/messages', name: 'messages', component: () => import('./MessagesPage.vue') },
  { path: '/deliveries', name: 'deliveries-find', component: () => import('./DeliveriesFindPage.vue') },
  { path: '/deliveries/:subject', name: 'deliveries', component: () => import('./DeliveriesPage.vue'), props: true },
] satisfies RouteRecordRaw[];
