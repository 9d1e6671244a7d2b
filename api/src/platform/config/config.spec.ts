import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.js';

const KEY = Buffer.alloc(32, 7).toString('base64');
/** Everything that a city sets. */
const city = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://wuye.example.gov.cn',
  SMS_URL: 'http://sms.internal/send',
  WECHAT_APP_ID: 'wx1234567890abcdef',
  WECHAT_APP_SECRET: 'a-real-secret',
  WECHAT_TOKEN: 'real-token',
  WECHAT_AES_KEY: 'b'.repeat(43),
  DATA_KEYS: `k1:${KEY}`,
  SIGNING_KEYS: `k1:${KEY}`,
};

/** What is said about an environment that is refused. */
function refusal(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '(accepted)';
}

describe('readConfig', () => {
  it('needs nothing in development', () => {
    expect(readConfig({})).toMatchObject({
      PORT: 3000,
      DATABASE_URL: '',
      PUBLIC_URL: 'http://localhost:3000',
      WECHAT_API_BASE: 'http://localhost:3001',
      simulated: true,
    });
  });

  it('counts an empty value as not set', () => {
    expect(readConfig({ PORT: '', SIM_PORT: '4001', PUBLIC_URL: '' })).toMatchObject({ PORT: 3000, SMS_URL: 'http://localhost:4001/sim/sms' });
  });

  it.each([
    ['PORT', '70000', '65535'],
    ['PORT', 'http', 'a port number from 0 to 65535'],
    ['DATABASE_URL', 'postgres://localhost/x', 'mysql://user:password@host:port/database'],
    ['DATABASE_POOL', '0', '>=1'],
    ['WECHAT_APP_ID', 'gh_123', 'wx and 16 hex digits'],
    ['WECHAT_AES_KEY', 'short', '43 letters or digits'],
    ['WECHAT_AES_KEY_PREVIOUS', 'short', '43 letters or digits'],
    ['WECHAT_CALLBACK_MODE', 'open', 'plain, compatible or safe'],
    ['WECHAT_VERIFY_CODES', '../x', 'MP_verify_'],
    ['PUBLIC_URL', 'localhost:3000', 'an http or https address'],
    ['DATA_KEYS', 'k1:c2hvcnQ=', 'id:base64 of 32 bytes'],
    ['SIGNING_KEYS', `k1:${KEY},k1:${KEY}`, 'id:base64 of 32 bytes'],
    ['LOG_LEVEL', 'loud', 'info'],
    ['TRUST_PROXY', 'yes', 'number'],
    ['NODE_ENV', 'staging', 'production'],
  ])('names %s=%s and what is expected', (name, value, expected) => {
    const said = refusal({ [name]: value });
    expect(said).toContain(`  ${name}: `);
    expect(said).toContain(expected);
    expect(said.match(new RegExp(`^ {2}${name}:`, 'gm'))).toHaveLength(1);
  });

  it('names every wrong variable at once, and no secret', () => {
    const said = refusal({ PORT: 'x', WECHAT_APP_SECRET: 'hunter2', WECHAT_TOKEN: '!' });
    for (const name of ['PORT', 'WECHAT_APP_SECRET', 'WECHAT_TOKEN']) expect(said).toContain(`  ${name}: `);
    expect(said).not.toContain('hunter2');
  });
});

describe('what is chosen from outside', () => {
  const tencent = {
    SMS_PROVIDER: 'tencent',
    TENCENT_SECRET_ID: 'AKIDx',
    TENCENT_SECRET_KEY: 'secret',
    SMS_TENCENT_APP_ID: '1400000001',
    SMS_TENCENT_SIGN: '智慧物业',
    SMS_TENCENT_CODE_TEMPLATE: '100',
    SMS_TENCENT_NOTICE_TEMPLATE: '200',
  };
  const s3 = { STORAGE: 's3', S3_REGION: 'ap-guangzhou', S3_BUCKET: 'wuye', S3_ACCESS_KEY_ID: 'AK', S3_SECRET_ACCESS_KEY: 'SK' };

  it.each<[string, Record<string, string>, string]>([
    ['SMS_PROVIDER', tencent, 'SMS_PROVIDER=tencent'],
    ['FACE_PROVIDER', { FACE_PROVIDER: 'tencent', TENCENT_SECRET_ID: 'AKIDx', TENCENT_SECRET_KEY: 'secret', FACE_TENCENT_RULE: '7' }, 'FACE_PROVIDER=tencent'],
    ['STORAGE', s3, 'STORAGE=s3'],
  ])('%s is taken whole, and names each setting that is missing', (setting, env, choice) => {
    expect(readConfig(env)).toMatchObject(setting === 'STORAGE' ? { S3_BUCKET: 'wuye', S3_PATH_STYLE: false } : { [setting]: 'tencent' });
    for (const name of Object.keys(env).filter((each) => each !== setting)) {
      expect(refusal({ ...env, [name]: '' })).toBe(`Configuration:\n  ${name}: missing, ${choice} needs it`);
    }
  });

  it('one key that two choices need is named once', () => {
    expect(refusal({ ...tencent, TENCENT_SECRET_KEY: '', FACE_PROVIDER: 'tencent', FACE_TENCENT_RULE: '7' })).toBe(
      'Configuration:\n  TENCENT_SECRET_KEY: missing, SMS_PROVIDER=tencent and FACE_PROVIDER=tencent need it',
    );
  });

  it.each([
    ['SMS_PROVIDER', 'carrier-pigeon', 'gateway'],
    ['FACE_PROVIDER', 'none', 'wechat'],
    ['STORAGE', 'tape', 's3'],
    ['SMS_TENCENT_ENDPOINT', 'https://api.example.gov.cn', 'begins with sms.'],
    ['FACE_TENCENT_ENDPOINT', 'https://faceid.example.gov.cn/path', 'has no path'],
    ['SMS_TENCENT_APP_ID', 'appid', 'digits'],
    ['S3_ENDPOINT', 'minio:9000', 'an http or https address'],
    ['S3_BUCKET', 'My Bucket', "a bucket's name"],
    ['S3_PATH_STYLE', 'yes', 'true or false'],
  ])('refuses %s=%s', (name, value, said) => {
    const text = refusal({ [name]: value });
    expect(text).toContain(`  ${name}: `);
    expect(text).toContain(said);
  });

  it('production takes Tencent Cloud instead of a gateway, over https alone', () => {
    const { SMS_URL: _, ...rest } = city;
    expect(readConfig({ ...rest, ...tencent })).toMatchObject({ SMS_PROVIDER: 'tencent', SMS_TENCENT_ENDPOINT: 'https://sms.tencentcloudapi.com' });
    expect(refusal({ ...rest, SMS_PROVIDER: 'tencent' })).toContain('  SMS_TENCENT_SIGN: missing, SMS_PROVIDER=tencent needs it');
    expect(refusal(rest)).toBe('Configuration:\n  SMS_URL: missing (or SMS_PROVIDER=tencent with its settings)');
    expect(refusal({ ...rest, ...tencent, SMS_TENCENT_ENDPOINT: 'http://sms.example.gov.cn' })).toContain('  SMS_TENCENT_ENDPOINT: must be https');
  });
});

describe('in production', () => {
  it('takes a city’s settings, with WeChat’s own addresses and without the simulator', () => {
    expect(readConfig(city)).toMatchObject({ simulated: false, WECHAT_API_BASE: 'https://api.weixin.qq.com', WECHAT_OPEN_BASE: 'https://open.weixin.qq.com' });
  });

  it('names everything that is missing', () => {
    const said = refusal({ NODE_ENV: 'production' });
    for (const name of Object.keys(city).filter((each) => each !== 'NODE_ENV')) expect(said).toContain(`  ${name}: missing`);
  });

  it.each([
    ['WECHAT_APP_SECRET', 'sim-secret', 'holds the development default'],
    ['DATA_KEYS', 'dev:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=', 'holds the development default'],
    ['CAPTCHA_ANSWER', '1234', 'only for development and tests'],
    ['CLOCK_START', '2026-11-20T10:00:00+08:00', 'only for development and tests'],
    ['PUBLIC_URL', 'http://wuye.example.gov.cn', 'must be https'],
    ['WECHAT_API_BASE', 'http://localhost:3001', 'must be https'],
    ['WECHAT_OPEN_BASE', 'http://localhost:3001', 'must be https'],
  ])('refuses %s=%s', (name, value, said) => {
    expect(refusal({ ...city, [name]: value })).toContain(`  ${name}: ${said}`);
  });

  it('refuses the development’s callback token and key as previous ones, too', () => {
    expect(refusal({ ...city, WECHAT_TOKEN_PREVIOUS: 'sim-token' })).toContain('  WECHAT_TOKEN_PREVIOUS: holds the development default');
    expect(refusal({ ...city, WECHAT_AES_KEY_PREVIOUS: 'A'.repeat(43) })).toContain('  WECHAT_AES_KEY_PREVIOUS: holds the development default');
    expect(readConfig({ ...city, WECHAT_TOKEN_PREVIOUS: 'older-token' })).toMatchObject({ WECHAT_CALLBACK_MODE: 'safe', WECHAT_VERIFY_CODES: [] });
  });

  it('refuses the development’s key also among others, and under another id', () => {
    const dev = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
    expect(refusal({ ...city, DATA_KEYS: `k1:${KEY},old:${dev}` })).toContain('  DATA_KEYS: holds the development default');
  });
});
