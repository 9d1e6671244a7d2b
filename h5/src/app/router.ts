import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { forgetPageLost, notePageLost } from '../kit/release';
import { useSession } from './session';

declare module 'vue-router' {
  interface RouteMeta {
    /** Opens without a session: nothing of a person is on it. */
    open?: boolean;
  }
}

/**
 * A feature's `routes.ts` exports its routes by default, each page as `() => import('./XxxPage.vue')`. The folder alone
 * makes it part of the app: no list names it. History mode, since a fragment never reaches the server.
 */
const features = import.meta.glob<readonly RouteRecordRaw[]>('../*/routes.ts', { eager: true, import: 'default' });

export const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  routes: Object.values(features).flat(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

// Asked for while the page's file is still on its way; App.vue waits for both.
let latest = '';
router.beforeEach((to) => {
  latest = to.fullPath;
  const session = useSession();
  if (!to.meta.open && !session.view && !session.pending) void session.load();
});

// The file of the page did not come: without a word the link would seem dead. Unless another link was pressed since.
router.onError((_error, to) => {
  if (to.fullPath === latest) void notePageLost(new URL(router.resolve(to).href, window.location.href).href);
});
router.afterEach(forgetPageLost);
