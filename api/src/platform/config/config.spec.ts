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
    expect(readConfig({})).toMatchObject({ PORT: 3000, DATABASE_URL: '', PUBLIC_URL: 'http://localhost:3000', WECHAT_API_BASE: 'http://localhost:3001', simulated: true });
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
    ['PUBLIC_URL', 'http://wuye.example.gov.cn', 'must be https'],
    ['WECHAT_API_BASE', 'http://localhost:3001', 'must be https'],
    ['WECHAT_OPEN_BASE', 'http://localhost:3001', 'must be https'],
  ])('refuses %s=%s', (name, value, said) => {
    expect(refusal({ ...city, [name]: value })).toContain(`  ${name}: ${said}`);
  });

  it('refuses the development’s key also among others, and under another id', () => {
    const dev = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
    expect(refusal({ ...city, DATA_KEYS: `k1:${KEY},old:${dev}` })).toContain('  DATA_KEYS: holds the development default');
  });
});
