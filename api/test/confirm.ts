import { castPerson, type Browser, type World } from './kit.js';
import { sqlInstant } from '../src/platform/database/index.js';
import type { Slug } from '../src/seed/index.js';

/** Proves the second factor by SMS, as the sheet of the H5 does. */
export async function confirmBySms(world: World, browser: Browser, phone: string): Promise<void> {
  await browser.post('/api/session/confirm/sms').send({}).expect(201);
  await browser
    .post('/api/session/confirm')
    .send({ way: 'sms', code: await world.smsCode(phone) })
    .expect(200);
}

/** Someone of the cast, signed in and confirmed. */
export async function confirmed(world: World, slug: Slug): Promise<Browser> {
  const browser = await world.as(slug);
  await confirmBySms(world, browser, castPerson(slug).phone);
  return browser;
}

/** Takes up an office with a phone whose messages the caller reads. */
export async function takeUp(world: World, browser: Browser, role: string, phone: string) {
  const smsCode = await world.requestCode(browser, phone);
  return browser.post('/api/roles').send({ role, phone, smsCode });
}

/** Every device has proved its phone, and every officer the second factor, a moment ago. */
export async function proveAll({ clock, dataSource }: World): Promise<void> {
  const now = sqlInstant(clock.now());
  await dataSource.query('UPDATE session SET proven_at = ?, confirmed_at = ?', [now, now]);
}

/** Someone of the cast on a phone of their own, proved, with the second factor. */
export async function proven(world: World, slug: Slug): Promise<Browser> {
  const browser = await world.as(slug);
  await proveAll(world);
  return browser;
}
