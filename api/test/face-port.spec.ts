import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FACE_CONSENT_VERSION } from '@wuye/shared/identity';
import { FaceChecker } from '../src/face/index.js';
import { TencentFaceChecker } from '../src/face/tencent.js';
import { WechatFaceChecker } from '../src/face/wechat.js';
import { readConfig } from '../src/platform/config/index.js';
import { type WechatFace, WechatFault } from '../src/wechat/index.js';
import { startBinding } from './acts.js';
import { type Browser, castPerson, startWorld, type World } from './kit.js';
import { faceSettings } from './ports/settings.js';
import { type FaceCheck, FakeTencent } from './ports/tencent.js';

const log: string[] = [];
const note = (...words: unknown[]) => void log.push(words.join(' '));
const logger = { log: note, error: note, warn: note };
const SUBJECT = { sequence: '01M7VAX680E0X6VKMN2FY8JC6X', openid: 'oabc', name: '张三', idNumber: '11010519491231002X' };
const BACK = 'https://wuye.example.gov.cn/h5/bind?application=1';

let fake: FakeTencent;
beforeAll(async () => {
  fake = await FakeTencent.start();
  Logger.overrideLogger(logger);
});
afterAll(() => fake.close());

const checker = (extra: Record<string, string> = {}) => new TencentFaceChecker(readConfig({ NODE_ENV: 'test', ...faceSettings(fake), ...extra }));
/** The check as the provider keeps it. */
const checkOf = (id: string): FaceCheck => fake.checks.get(id) as FaceCheck;

describe('Tencent FaceID', () => {
  it('begins with the papers, where to come back to, and whose check it is; the browser goes to their page', async () => {
    const begun = await checker().begin(SUBJECT, BACK);
    expect(begun).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), page: expect.stringContaining(begun.id), verifyId: null });
    expect(checkOf(begun.id)).toMatchObject({ name: '张三', idCard: SUBJECT.idNumber, redirectUrl: BACK, extra: SUBJECT.sequence });
  });

  it('asks for the text of the result alone: no picture ever comes', async () => {
    const { id } = await checker().begin(SUBJECT, BACK);
    await checker().result(id, SUBJECT);
    expect(fake.calls.at(-1)).toEqual({ action: 'GetDetectInfoEnhanced', body: { BizToken: id, InfoType: '1', RuleId: '7' } });
  });

  it.each([
    [null, 'pending'],
    [17, 'pending'],
    [0, 'passed'],
    [2016, 'failed'],
    [1002, 'failed'],
    [2006, 'failed'],
    [16, 'failed'],
    [15, 'cancelled'],
    [1001, 'cancelled'],
    [8, 'cancelled'],
  ])('code %s: %s', async (code, result) => {
    const { id } = await checker().begin(SUBJECT, BACK);
    checkOf(id).code = code;
    expect(await checker().result(id, SUBJECT)).toBe(result);
  });

  it('a pass with other papers, or of another application, is none', async () => {
    const { id } = await checker().begin(SUBJECT, BACK);
    Object.assign(checkOf(id), { code: 0, shown: { name: '李四', idCard: '440524188001010014' } });
    expect(await checker().result(id, SUBJECT)).toBe('failed');
    const other = await checker().begin({ ...SUBJECT, sequence: 'another' }, BACK);
    checkOf(other.id).code = 0;
    expect(await checker().result(other.id, SUBJECT)).toBe('failed');
  });

  it('a check that they no longer know can be begun anew', async () => {
    expect(await checker().result('long-gone', SUBJECT)).toBe('cancelled');
    fake.trouble({ error: 'InvalidParameterValue.BizTokenExpired' });
    expect(await checker().result('expired', SUBJECT)).toBe('cancelled');
  });

  it.each([
    ['busy', { error: 'RequestLimitExceeded' }, 'RequestLimitExceeded', true],
    ['broken over there', { error: 'InternalError' }, 'InternalError', true],
    ['a proxy’s page', { http: 503 }, 'HTTP_503', true],
    ['a broken line', { hangUp: true as const }, 'UNREACHABLE', true],
    ['an answer of another shape', { body: '{"Response":{"Text":{"ErrCode":"0"},"RequestId":"1"}}' }, 'InternalError.Malformed', true],
    ['arrears', { error: 'UnauthorizedOperation.Arrears' }, 'UnauthorizedOperation.Arrears', false],
    ['a rule switched off', { error: 'InvalidParameterValue.RuleIdDisabled' }, 'InvalidParameterValue.RuleIdDisabled', false],
  ])('%s: a fault with its code', async (_what, trouble, code, passing) => {
    for (const act of [() => checker().begin(SUBJECT, BACK), () => checker().result('any', SUBJECT)]) {
      fake.trouble(trouble);
      await expect(act()).rejects.toMatchObject({ code, passing });
    }
    for (const secret of [SUBJECT.idNumber, SUBJECT.name]) expect(log.join('\n')).not.toContain(secret);
  });

  it('an account that is not authorised: the operator’s to mend', async () => {
    const { id } = await checker().begin(SUBJECT, BACK);
    checkOf(id).code = 204;
    await expect(checker().result(id, SUBJECT)).rejects.toMatchObject({ code: 'FaceID.204', passing: false });
  });

  it('a wrong key, an unknown rule', async () => {
    await expect(checker({ TENCENT_SECRET_KEY: 'another' }).begin(SUBJECT, BACK)).rejects.toMatchObject({
      code: 'AuthFailure.SignatureFailure',
      passing: false,
    });
    await expect(checker({ FACE_TENCENT_RULE: '8' }).begin(SUBJECT, BACK)).rejects.toMatchObject({
      code: 'InvalidParameterValue.RuleIdNotExist',
      passing: false,
    });
  });
});

describe('WeChat’s face check 2.0', () => {
  /** The wire is tested in its room; here is what the port makes of it. */
  const over = (page: string | null, fault?: WechatFault) => {
    const answer = async <T>(value: T): Promise<T> => {
      if (fault) throw fault;
      return value;
    };
    return new WechatFaceChecker({ begin: () => answer('v1'), pageOf: () => page, result: () => answer('passed') } as unknown as WechatFace);
  };

  it('gives the JS-SDK its id, and the page where there is one, too', async () => {
    expect(await over('http://localhost:3001/sim/face').begin(SUBJECT, BACK)).toEqual({ id: 'v1', page: 'http://localhost:3001/sim/face', verifyId: 'v1' });
    expect(await over(null).begin(SUBJECT, BACK)).toEqual({ id: 'v1', page: null, verifyId: 'v1' });
    expect(await over(null).result('v1', SUBJECT)).toBe('passed');
  });

  it.each([
    ['TIMEOUT', 'retry', true],
    ['48001', 'never', false],
  ] as const)('%s is a fault of the port', async (code, reaction, passing) => {
    const wechat = over(null, new WechatFault(code, reaction));
    await expect(wechat.begin(SUBJECT, BACK)).rejects.toMatchObject({ name: 'Error', code, passing });
    await expect(wechat.result('v1', SUBJECT)).rejects.toMatchObject({ code, passing });
  });
});

describe('FACE_PROVIDER=tencent, from the consent to the houses', () => {
  let world: World;
  let browser: Browser;
  let id: string;
  beforeAll(async () => {
    world = await startWorld({ env: faceSettings(fake) });
    Logger.overrideLogger(logger);
  }, 60_000);
  afterAll(() => world.close());
  beforeEach(async () => {
    world.clock.advance(25 * 3_600_000);
    browser = await world.as('owner-chen');
    id = await startBinding(world, browser, 'owner-chen');
  });

  const begin = () => browser.post(`/api/bindings/${id}/face`).send({ consent: FACE_CONSENT_VERSION });
  const finish = () => browser.post(`/api/bindings/${id}/face/result`).send({});
  const token = (page: string): string => String(new URL(page).searchParams.get('token'));
  /** Begins a check that comes to a code. */
  const look = async (code: number): Promise<void> => {
    const { body } = await begin().expect(200);
    checkOf(token((body as { page: string }).page)).code = code;
  };

  it('passes, and comes back to the application it left', async () => {
    expect(world.app.get(FaceChecker)).toBeInstanceOf(TencentFaceChecker);
    const { body } = await begin().expect(200);
    expect(body).toEqual({ page: expect.stringContaining('token='), verifyId: null });
    const check = checkOf(token((body as { page: string }).page));
    const { name, idNumber } = castPerson('owner-chen');
    expect(check).toMatchObject({ name, idCard: idNumber, extra: id, redirectUrl: `${world.config.PUBLIC_URL}/h5/bind?application=${id}` });
    expect((await finish()).body).toMatchObject({ code: 'BIND.FACE_PENDING' });
    check.code = 0;
    expect((await finish()).body).toMatchObject({ step: 'houses' });
  });

  it('fails three times, then the offline way; what came to nothing costs no try', async () => {
    await look(1001);
    expect((await finish()).body).toMatchObject({ code: 'BIND.FACE_CANCELLED' });
    for (const code of ['BIND.FACE_FAILED', 'BIND.FACE_FAILED', 'BIND.FACE_EXHAUSTED']) {
      await look(2016);
      expect((await finish()).body).toMatchObject({ code });
    }
    expect((await begin()).body).toMatchObject({ code: 'BIND.FACE_EXHAUSTED' });
  });

  it('away, and wrongly set up: a sentence each; later it goes', async () => {
    fake.trouble({ hangUp: true });
    expect((await begin()).body).toMatchObject({ status: 503, code: 'SESSION.WECHAT_AWAY' });
    fake.trouble({ error: 'UnauthorizedOperation.Arrears' });
    expect((await begin()).body).toMatchObject({ status: 422, code: 'BIND.FACE_UNSUPPORTED' });
    await look(0);
    fake.trouble({ http: 502 });
    expect((await finish()).body).toMatchObject({ status: 503, code: 'SESSION.WECHAT_AWAY' });
    expect((await finish()).body).toMatchObject({ step: 'houses' });
  });

  it('keeps the id of the result, and nothing of the face', async () => {
    await look(0);
    await finish();
    const [row] = (await world.dataSource.query(`SELECT * FROM binding_application WHERE id = '${id}'`)) as [Record<string, unknown>];
    expect(
      Object.entries(row)
        .filter(([column]) => column.includes('face'))
        .map(([column]) => column)
        .sort(),
    ).toEqual(['face_failures', 'face_verify_id']);
    expect(row.face_verify_id).toMatch(/^[0-9a-f-]{36}$/);
  });
});
