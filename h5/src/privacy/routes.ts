import type { RouteRecordRaw } from 'vue-router';

export default [
  { path: '/me/privacy', name: 'privacy', component: () => import('./PrivacyPage.vue') },
  { path: '/me/privacy/print', name: 'privacy-print', component: () => import('./PrintPage.vue') },
  { path: '/me/phone', name: 'change-phone', component: () => import('./PhonePage.vue') },
  { path: '/me/consents', name: 'consents', component: () => import('./ConsentsPage.vue') },
  { path: '/me/consents/:document/:version', name: 'consent-text', component: () => import('./ConsentTextPage.vue') },
  { path: '/me/looks', name: 'looks', component: () => import('./LooksPage.vue') },
  { path: '/me/erase', name: 'erase', component: () => import('./ErasePage.vue') },
  {
    path: '/erased',
    name: 'erased',
    component: () => import('../home/NoticePage.vue'),
    props: {
      title: '已注销',
      words: '您的个人信息已经删除，所有手机都已退出登录。以前的链接打不开了；以后想再用，从公众号菜单进入，重新绑定就可以。',
      icon: 'passed',
      way: '重新进入',
    },
    meta: { open: true },
  },
] satisfies RouteRecordRaw[];
