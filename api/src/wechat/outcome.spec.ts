import { describe, expect, it } from '@jest/globals';
import { faultOf, knownCodes, quotaResets, reactionTo, WechatFault } from './outcome.js';

/** A Friday, 10:00 in Shanghai. */
const NOW = new Date('2026-11-20T02:00:00.500Z');
const after = (code: string, attempts?: number): number | null => {
  const at = new WechatFault(code, reactionTo(code)).retryAfter(NOW, attempts);
  return at && at.getTime() - NOW.getTime();
};

describe('what to do about a code', () => {
  it.each([
    ['refresh-token', ['40001', '40014', '42001']],
    ['retry', ['-1', '45011', 'TIMEOUT', 'UNREACHABLE', 'MALFORMED']],
    ['park', ['45009']],
    ['never', ['43004', '43101', '43116', '40003', '40037', '40249', '47003', '48001', '45029']],
    ['hold', ['TEMPLATE_MISSING', 'TEMPLATE_CHANGED']],
    ['alarm', ['40164', '40013', '40125', '40243']],
  ] as const)('%s: %j', (reaction, codes) => {
    for (const code of codes) expect([code, reactionTo(code)]).toEqual([code, reaction]);
  });

  it('that nobody knows: never again', () => {
    const unknown = new WechatFault('99999', reactionTo('99999'));
    expect([unknown.reaction, unknown.means, unknown.unknown]).toEqual(['never', expect.stringContaining('without an entry'), true]);
    expect(knownCodes.filter((code) => new WechatFault(code, reactionTo(code)).unknown)).toEqual([]);
  });

  it('about the account itself is never a message’s fault: it waits for an operator', () => {
    expect(['43004', '99999', '45009', '40164'].map((code) => new WechatFault(code, reactionTo(code)).ofAccount().reaction)).toEqual([
      'alarm',
      'alarm',
      'park',
      'alarm',
    ]);
  });

  it('that holds for all: a day’s or a minute’s limit, a setting', () => {
    const all = knownCodes.filter((code) => new WechatFault(code, reactionTo(code)).forAll);
    expect(all.sort()).toEqual(['40013', '40125', '40164', '40243', '45009', '45011']);
  });

  it('leaves it open whether it was done where the answer was lost, and not where nobody was reached', () => {
    const uncertain = (code: string, detail?: string) => new WechatFault(code, reactionTo(code), detail).uncertain;
    expect([uncertain('TIMEOUT'), uncertain('MALFORMED'), uncertain('UNREACHABLE'), uncertain('UNREACHABLE', 'ECONNRESET')]).toEqual([true, true, true, true]);
    expect([uncertain('UNREACHABLE', 'ECONNREFUSED'), uncertain('UNREACHABLE', 'ENOTFOUND'), uncertain('-1')]).toEqual([false, false, false]);
  });

  it('is told of where an operator can do something', () => {
    expect(knownCodes.filter((code) => new WechatFault(code, reactionTo(code)).alarming).sort()).toEqual([
      '40013',
      '40125',
      '40164',
      '40243',
      '40249',
      '45009',
      '45029',
      '47003',
      '48001',
      'TEMPLATE_CHANGED',
      'TEMPLATE_MISSING',
    ]);
  });
});

describe('when to try again', () => {
  it('backs off 1 s·2^n, up to ten minutes', () => {
    expect([1, 2, 3, 4, 10, 11, 500].map((attempts) => after('-1', attempts))).toEqual([1_000, 2_000, 4_000, 8_000, 512_000, 600_000, 600_000]);
  });

  it('waits for the next minute where the limit is one of a minute', () => {
    expect(after('45011')).toBe(59_500);
    expect(after('45011', 8)).toBe(128_000);
  });

  it('parks until the quota resets, at midnight in Shanghai', () => {
    expect(quotaResets(NOW).toISOString()).toBe('2026-11-20T16:00:00.000Z');
    expect(quotaResets(new Date('2026-11-20T15:59:59.999Z')).toISOString()).toBe('2026-11-20T16:00:00.000Z');
    expect(quotaResets(new Date('2026-11-20T16:00:00.000Z')).toISOString()).toBe('2026-11-21T16:00:00.000Z');
    expect(after('45009')).toBe(14 * 3_600_000 - 500);
  });

  it('gives an operator ten minutes, and never comes back where nothing can change', () => {
    expect([after('40164'), after('43004')]).toEqual([600_000, null]);
  });
});

describe('an error of the libraries', () => {
  const named = (name: string, message: string, code?: number | string) => Object.assign(new Error(message), { name, code });

  it.each([
    [named('WeChatAPIError', 'invalid credential rid: 1', 40001), '40001'],
    [named('WeChatAPIError', 'JSON.parse error. buffer is {"access_token":"90_secret'), 'MALFORMED'],
    [named('WeChatAPIJSONResponseFormatError', 'Unexpected token <'), 'MALFORMED'],
    [named('RequestTimeoutError', 'ReadTimeout(10000). GET https://x/?access_token=90_secret failed.'), 'TIMEOUT'],
    [named('Error', 'connect', 'ETIMEDOUT'), 'TIMEOUT'],
    [named('Error', 'connect', 'ECONNREFUSED'), 'UNREACHABLE'],
    [named('WeChatAPIError', 'url: https://x/?access_token=90_JSON_timeout, status code: 502'), 'UNREACHABLE'],
    [null, 'UNREACHABLE'],
  ])('%s is %s', (error, code) => {
    const fault = faultOf(error);
    expect([fault.code, fault.message.includes('90_')]).toEqual([code, false]);
    expect(faultOf(fault)).toBe(fault);
  });

  it('keeps the system’s word for what stands between us and WeChat, and nothing that could be somebody’s', () => {
    const details = ['ENOTFOUND', 'DEPTH_ZERO_SELF_SIGNED_CERT', '90_secret', undefined].map((code) => faultOf(named('Error', 'x', code)).detail);
    expect(details).toEqual(['ENOTFOUND', 'DEPTH_ZERO_SELF_SIGNED_CERT', '', '']);
  });

  it('keeps of WeChat’s words the address, the keyword and the request’s id, and no more', () => {
    const words = (message: string, code: number) => faultOf(named('WeChatAPIError', message, code)).detail;
    expect(words('invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 65f2a1b3-1c2d3e4f-5a6b7c8d', 40164)).toBe(
      '203.0.113.7, 65f2a1b3-1c2d3e4f-5a6b7c8d',
    );
    expect(words('argument invalid! data.thing5.value invalid rid: 65f2a1b3-1c2d3e4f', 47003)).toBe('data.thing5.value, 65f2a1b3-1c2d3e4f');
    expect(words('invalid credential, access_token is invalid 90_abcdef hint: [张三]', 40001)).toBe('');
  });
});
