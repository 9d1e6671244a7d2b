import type { RouteRecordRaw } from 'vue-router';

const NoticePage = () => import('./NoticePage.vue');

export default [
  { path: '/', name: 'home', component: () => import('./HomePage.vue') },
  { path: '/me', name: 'me', component: () => import('./MePage.vue') },
  {
    path: '/bye',
    name: 'bye',
    component: NoticePage,
    props: { title: '已退出登录', words: '下次从公众号菜单进入，会重新登录。', icon: 'passed', way: '重新进入' },
    meta: { open: true },
  },
  {
    // WeChat shows a snapshot to who has not agreed yet: nothing can be done in it [wechat 10].
    path: '/snapshot',
    name: 'snapshot',
    component: NoticePage,
    props: { title: '现在是预览', words: '请点“使用完整服务”，再继续办理。', icon: 'info-o' },
    meta: { open: true },
  },
  {
    path: '/:missing(.*)*',
    name: 'not-found',
    component: NoticePage,
    props: { title: '没有找到这个页面', words: '链接可能不完整或已过期，请从首页进入。', icon: 'search', way: '回首页' },
    meta: { open: true },
  },
] satisfies RouteRecordRaw[];
