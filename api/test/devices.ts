import type { Browser } from './kit.js';
import type { Slug } from '../src/seed/index.js';

/** What a phone with WeChat says of itself. */
export const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI';

/** Signs someone in on a browser with the cookies that it has: another device than the one that `world.as` gives them. */
export async function signInOn(browser: Browser, slug: Slug, userAgent = IPHONE): Promise<Browser> {
  const start = await browser.get('/api/session/start?to=/h5/').expect(302);
  const authorized = await fetch(String(start.headers.location), { headers: { cookie: `sim_person=${slug}` }, redirect: 'manual' });
  const back = new URL(String(authorized.headers.get('location')));
  await browser
    .get(back.pathname + back.search)
    .set('user-agent', userAgent)
    .expect(302);
  return browser;
}
