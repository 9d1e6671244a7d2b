import { randomBytes } from 'node:crypto';
import type { ComplaintView } from '@wuye/shared/complaint';
import { AGREEMENT_VERSION, FACE_CONSENT_VERSION } from '@wuye/shared/identity';
import { SHARING_CONSENT_VERSION } from '@wuye/shared/privacy';
import { POLICIES, type Policy } from '@wuye/shared/policy';
import type { UploadView } from '@wuye/shared/storage';
import sharp from 'sharp';
import type { Response } from 'supertest';
import { type Browser, castPerson, type World } from './kit.js';
import { newId } from '../src/platform/database/index.js';
import { CityPolicy } from '../src/policy/entities.js';
import { Policies } from '../src/policy/index.js';
import type { Slug } from '../src/seed/index.js';

/** What people do in more than one spec. */

let shade = 0;
/** A small photo, each of another colour. */
export const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: { r: 40, g: 90, b: shade++ % 256 } } })
    .png()
    .toBuffer();

/** A key as the H5 makes one for each form. */
export const newKey = (): string => randomBytes(12).toString('hex');

/** Sends one piece of a picture. */
export const sendPiece = (browser: Browser, id: string, offset: number, bytes: Buffer) =>
  browser.put(`/api/uploads/${id}/pieces/${offset}`).set('content-type', 'application/octet-stream').send(bytes);

/** Sends a picture as the phone does: begun, piece by piece, completed. What was refused, or the file. */
export async function sendPicture(browser: Browser, bytes: Buffer, type = 'image/jpeg'): Promise<Response> {
  let answer: Response = await browser.post('/api/uploads').send({ key: newKey(), bytes: bytes.length, type });
  while (answer.status < 300) {
    const { id, received, piece } = answer.body as UploadView;
    if (received === bytes.length) return browser.post(`/api/uploads/${id}/complete`).send({});
    answer = await sendPiece(browser, id, received, bytes.subarray(received, received + piece));
  }
  return answer;
}

/** Stores a photo; its id. */
export async function upload(browser: Browser): Promise<string> {
  const { status, body } = await sendPicture(browser, await photo());
  if (status !== 200) throw new Error(`A photo was answered with ${status} ${JSON.stringify(body)}.`);
  return (body as { id: string }).id;
}

/** The form of 业主有话说, filled in; a field given as undefined is left out. */
export function complaint(world: World, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { code: world.cast.posters[0]?.code, kind: 'repair', category: 'elevator', words: '电梯停了', ...fields };
}

/** The city's rules, but for 群体 and 反复: specs about something else have one home speak up a hundred times. */
export async function neverFlagged({ app, config, dataSource, clock, cast }: World): Promise<void> {
  const preset = POLICIES.get(config.CITY_POLICY) as Policy;
  const document = { ...preset, flags: { group: { people: 500, days: 1 }, repeated: { times: 50, days: 1 } } };
  const now = clock.now();
  const by = cast.posters[0]?.communityId ?? '';
  await dataSource.manager.insert(CityPolicy, { id: newId(now), version: 1, document, note: '', createdBy: by, createdAt: now });
  app.get(Policies).forget();
}

/** Submits a complaint in the first community. */
export async function submit(world: World, browser: Browser, fields: Record<string, unknown> = {}): Promise<ComplaintView> {
  const answer = await browser.post('/api/complaints').send(complaint(world, fields)).expect(201);
  return answer.body as ComplaintView;
}

/** The manager's first answer. */
export async function respond(manager: Browser, no: string): Promise<ComplaintView> {
  const answer = await manager.post(`/api/complaints/${no}/respond`).send({ words: '已收到，马上处理' }).expect(200);
  return answer.body as ComplaintView;
}

/** 办结 with words and a picture. */
export async function close(manager: Browser, no: string): Promise<ComplaintView> {
  const answer = await manager
    .post(`/api/complaints/${no}/close`)
    .send({ words: '主板已经更换，电梯恢复运行。', pictures: [await upload(manager)] })
    .expect(200);
  return answer.body as ComplaintView;
}

/** The form of 业主身份绑定 for someone of the cast, with a fresh SMS code. */
export async function bindingForm(world: World, browser: Browser, slug: Slug, fields: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const { name, idType, idNumber, phone } = castPerson(slug);
  const smsCode = await world.requestCode(browser, phone);
  return { name, idType, idNumber, phone, smsCode, agreement: AGREEMENT_VERSION, sharing: SHARING_CONSENT_VERSION, ...fields };
}

/** Begins a binding; the application's id. */
export async function startBinding(world: World, browser: Browser, slug: Slug, fields: Record<string, unknown> = {}): Promise<string> {
  const answer = await browser
    .post('/api/bindings')
    .send(await bindingForm(world, browser, slug, fields))
    .expect(201);
  return (answer.body as { id: string }).id;
}

/** Opens the face page of an application; the id of the check. */
export async function openFace(browser: Browser, id: string): Promise<string> {
  const face = await browser.post(`/api/bindings/${id}/face`).send({ consent: FACE_CONSENT_VERSION }).expect(200);
  return String(new URL((face.body as { page: string }).page).searchParams.get('verify_id'));
}

/** The face step: opens the page, presses a button there and asks for the result. */
export async function checkFace(world: World, browser: Browser, id: string, press: 'pass' | 'fail' | 'cancel' | 'unsupported') {
  await world.pressFace(await openFace(browser, id), press);
  return browser.post(`/api/bindings/${id}/face/result`).send({});
}
