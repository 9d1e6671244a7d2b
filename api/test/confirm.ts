import { castPerson, type Browser, type World } from './kit.js';
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
