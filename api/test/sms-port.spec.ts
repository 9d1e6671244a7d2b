import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type Config, readConfig } from '../src/platform/config/index.js';
import { kindOf } from '../src/platform/outbox/index.js';
import { type SmsContent, SmsModule, SmsSender } from '../src/sms/index.js';
import { GatewaySms } from '../src/sms/gateway.js';
import { TencentSms } from '../src/sms/tencent.js';
import { CAPTCHA, startWorld, type World } from './kit.js';
import { smsSettings } from './ports/settings.js';
import { checkTc3 } from './ports/tc3.js';
import { FakeTencent } from './ports/tencent.js';

const CODE: SmsContent = { kind: 'code', values: { code: '314159', minutes: 5 } };
const PHONE = '13800000199';

/** What Nest's logger was told. */
const log: string[] = [];
const note = (...words: unknown[]) => void log.push(words.join(' '));
const logger = { log: note, error: note, warn: note };

let fake: FakeTencent;
beforeAll(async () => {
  fake = await FakeTencent.start();
  Logger.overrideLogger(logger);
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.sent.length = 0;
  fake.calls.length = 0;
});

const configOf = (extra: Record<string, string> = {}): Config => readConfig({ NODE_ENV: 'test', ...smsSettings(fake), ...extra });
const sender = (extra?: Record<string, string>): SmsSender => new TencentSms(configOf(extra));

// The published example of TC3-HMAC-SHA256: what the fake takes is what the real one takes.
it('the fake checks signatures as Tencent Cloud documents them', () => {
  const body = Buffer.from('{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}');
  const key = { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' };
  const authorization = `TC3-HMAC-SHA256 Credential=${key.secretId}/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=SIG`;
  const headers = {
    host: 'cvm.tencentcloudapi.com',
    'content-type': 'application/json; charset=utf-8',
    'x-tc-action': 'DescribeInstances',
    'x-tc-timestamp': '1551113065',
  };
  const check = (signature: string) => checkTc3({ ...headers, authorization: authorization.replace('SIG', signature) }, body, 'cvm', key, 1551113065_000);
  expect(check('72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168')).toBeNull();
  expect(check('0'.repeat(64))).toBe('AuthFailure.SignatureFailure');
});

describe('Tencent Cloud SMS', () => {
  it('a code: signed, with the approved template and its variables', async () => {
    expect(await sender().send(PHONE, CODE)).toEqual({ sent: true, id: '5000:1' });
    expect(fake.sent).toEqual([{ phone: '+8613800000199', template: '100', sign: '智慧物业', values: ['314159', '5'] }]);
  });

  it('a notice: each variable cut to its twelve characters, no sign in two', async () => {
    const notice: SmsContent = { kind: 'notice', values: { subject: '滨江区阳光花园四期小区😀😀', title: '投诉处理提醒' } };
    expect(await sender().send(PHONE, notice)).toMatchObject({ sent: true });
    expect(fake.sent[0]).toMatchObject({ template: '200', values: ['滨江区阳光花园四期小区😀', '投诉处理提醒'] });
  });

  it('a notice of a complaint: its number whole, in its short form', async () => {
    const words = kindOf('complaint.new')!.required!.sms({ no: '20261120-004712' });
    await sender().send(PHONE, { kind: 'notice', values: words });
    expect(fake.sent[0]).toMatchObject({ template: '200', values: ['新诉求', '261120004712'] });
  });

  it('news to a caller: number and token each in two variables, for none holds more than twelve signs', async () => {
    const page: SmsContent = {
      kind: 'page',
      values: { no: '20261121-004712', words: '已办结，请您评价', page: 'https://a.cn/h5/t#', token: 'Ab3_-Ab3_-Ab3_-Ab3_-Ab' },
    };
    expect(await sender({ SMS_TENCENT_PAGE_TEMPLATE: '300' }).send(PHONE, page)).toMatchObject({ sent: true });
    expect(fake.sent[0]).toMatchObject({ template: '300', values: ['20261121', '004712', '已办结，请您评价', 'Ab3_-Ab3_-A', 'b3_-Ab3_-Ab'] });
    expect(await sender().send(PHONE, page)).toMatchObject({ sent: false, reason: 'refused', code: 'InvalidParameterValue.NoTemplate' });
  });

  it('Hong Kong and Macau: by the template for abroad, and refused where there is none', async () => {
    const abroad = sender({ SMS_TENCENT_CODE_TEMPLATE_ABROAD: '101' });
    for (const phone of ['+85251234567', '+85366123456']) expect(await abroad.send(phone, CODE)).toMatchObject({ sent: true });
    expect(fake.sent.map(({ phone, template }) => [phone, template])).toEqual([
      ['+85251234567', '101'],
      ['+85366123456', '101'],
    ]);
    expect(await sender().send('+85251234567', CODE)).toMatchObject({ sent: false, reason: 'refused', code: 'InvalidParameterValue.NoTemplateAbroad' });
    expect(fake.calls).toHaveLength(2);
  });

  it.each([
    ['LimitExceeded.PhoneNumberDailyLimit', 'phone-limit'],
    ['LimitExceeded.PhoneNumberThirtySecondLimit', 'phone-limit'],
    ['LimitExceeded.DeliveryFrequencyLimit', 'phone-limit'],
    ['LimitExceeded.AppMainlandChinaDailyLimit', 'account-limit'],
    ['FailedOperation.InsufficientBalanceInSmsPackage', 'account-limit'],
    ['LimitExceeded.AppCountryOrRegionInBlacklist', 'refused'],
    ['FailedOperation.PhoneNumberInBlacklist', 'refused'],
    ['FailedOperation.TemplateIncorrectOrUnapproved', 'settings'],
    ['FailedOperation.SignatureIncorrectOrUnapproved', 'settings'],
    ['FailedOperation.TemplateParamSetNotMatchApprovedTemplate', 'settings'],
    ['InvalidParameterValue.SdkAppIdNotExist', 'settings'],
    ['UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone', 'settings'],
    ['InvalidParameterValue.IncorrectPhoneNumber', 'refused'],
    ['FailedOperation.ContainSensitiveWord', 'refused'],
    ['InternalError.Timeout', 'unreachable'],
  ])('a message answered with %s: %s', async (code, reason) => {
    fake.trouble({ status: code });
    expect(await sender().send(PHONE, CODE)).toEqual({ sent: false, reason, code });
  });

  it.each([
    ['a call over the rate', { error: 'RequestLimitExceeded' }, 'unreachable', 'RequestLimitExceeded'],
    ['arrears', { error: 'UnauthorizedOperation.ServiceSuspendDueToArrears' }, 'account-limit', 'UnauthorizedOperation.ServiceSuspendDueToArrears'],
    ['an address not allowed in', { error: 'UnauthorizedOperation.RequestIpNotInWhitelist' }, 'settings', 'UnauthorizedOperation.RequestIpNotInWhitelist'],
    ['a proxy’s page', { http: 502 }, 'unreachable', 'HTTP_502'],
    ['a broken answer', { body: '{"Response":' }, 'unreachable', 'MALFORMED'],
    ['an answer without a Response', { body: '{}' }, 'unreachable', 'MALFORMED'],
    ['an answer without a status', { body: '{"Response":{"SendStatusSet":[]}}' }, 'unreachable', 'InternalError.NoStatus'],
    ['a broken line', { hangUp: true as const }, 'unreachable', 'UNREACHABLE'],
  ])('%s', async (_what, trouble, reason, code) => {
    fake.trouble(trouble);
    expect(await sender().send(PHONE, CODE)).toEqual({ sent: false, reason, code });
  });

  it('a wrong key, an unknown key: the operator’s to put right, and said so', async () => {
    expect(await sender({ TENCENT_SECRET_KEY: 'another' }).send(PHONE, CODE)).toMatchObject({ reason: 'settings', code: 'AuthFailure.SignatureFailure' });
    expect(await sender({ TENCENT_SECRET_ID: 'AKIDanother' }).send(PHONE, CODE)).toMatchObject({ reason: 'settings', code: 'AuthFailure.SecretIdNotFound' });
  });

  it('nobody there at all', async () => {
    const gone = await FakeTencent.start();
    const endpoint = gone.endpoint('sms');
    await gone.close();
    expect(await sender({ SMS_TENCENT_ENDPOINT: endpoint }).send(PHONE, CODE)).toEqual({ sent: false, reason: 'unreachable', code: 'UNREACHABLE' });
  });
});

describe('the gateway', () => {
  const answers: number[] = [];
  const taken: unknown[] = [];
  const gateway = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      taken.push({ ...(JSON.parse(text) as object), token: request.headers.authorization });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  beforeAll(() => new Promise<void>((done) => gateway.listen(0, '127.0.0.1', done)));
  afterAll(() => new Promise<void>((done) => void gateway.close(() => done())));
  const through = () =>
    new GatewaySms(readConfig({ NODE_ENV: 'test', SMS_URL: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`, SMS_TOKEN: 't0ken' }));

  it('takes whole sentences', async () => {
    taken.length = 0;
    expect(await through().send(PHONE, CODE)).toEqual({ sent: true, id: null });
    await through().send(PHONE, { kind: 'notice', values: { subject: '阳光花园', title: '投诉处理提醒' } });
    expect(taken).toEqual([
      { phone: PHONE, token: 'Bearer t0ken', text: '【智慧物业】验证码 314159，5 分钟内有效。工作人员不会向您索要验证码。' },
      { phone: PHONE, token: 'Bearer t0ken', text: '【智慧物业】阳光花园：投诉处理提醒，请打开微信公众号查看。' },
    ]);
  });

  it.each([
    [400, 'refused'],
    [401, 'settings'],
    [402, 'account-limit'],
    [403, 'settings'],
    [404, 'settings'],
    [408, 'unreachable'],
    [429, 'unreachable'],
    [500, 'unreachable'],
  ])('answering %d: %s', async (status, reason) => {
    answers.push(status);
    expect(await through().send(PHONE, CODE)).toEqual({ sent: false, reason, code: `HTTP_${status}` });
  });
});

describe('SMS_PROVIDER=tencent, from the form to the phone', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ env: { ...smsSettings(fake), LOG_LEVEL: 'debug' }, logStream: { write: (line) => void log.push(line) } });
    Logger.overrideLogger(logger);
  }, 60_000);
  afterAll(() => world.close());
  afterEach(() => world.clock.advance(120_000));

  const ask = async (phone: string) => {
    const browser = await world.as('owner-zhao');
    const { body } = await browser.post('/api/captchas').expect(201);
    return browser.post('/api/sms-codes').send({ phone, captchaId: (body as { id: string }).id, captcha: CAPTCHA });
  };

  it('the code arrives', async () => {
    expect(world.app.get(SmsSender)).toBeInstanceOf(TencentSms);
    expect((await ask('13811119901')).body).toEqual({ resendAfter: 60 });
    expect(fake.sent).toEqual([expect.objectContaining({ phone: '+8613811119901', values: [expect.stringMatching(/^\d{6}$/), '5'] })]);
  });

  it('the phone has had too many over there: said as a limit, not as a fault', async () => {
    fake.trouble({ status: 'LimitExceeded.PhoneNumberDailyLimit' });
    expect((await ask('13811119902')).body).toMatchObject({ status: 429, code: 'SMS.TOO_MANY' });
  });

  it.each([{ error: 'AuthFailure.SignatureFailure' }, { status: 'LimitExceeded.AppDailyLimit' }, { hangUp: true as const }])(
    '%j: not sent, and the log knows the code alone',
    async (trouble) => {
      fake.trouble(trouble);
      expect((await ask('13811119903')).body).toMatchObject({ status: 503, code: 'SMS.NOT_SENT' });
      expect(log.join('\n')).toMatch(/tencent: [A-Z][\w.]+ +sms/);
      for (const secret of ['13811119903', 'TemplateParamSet":', 'a-secret-of-the-tests']) expect(log.join('\n')).not.toContain(secret);
    },
  );
});

it('the module gives the gateway unless told otherwise', () => {
  const [{ useFactory }] = Reflect.getMetadata('providers', SmsModule) as [{ useFactory: (config: Config) => SmsSender }];
  expect(useFactory(readConfig({ NODE_ENV: 'test' }))).toBeInstanceOf(GatewaySms);
});
