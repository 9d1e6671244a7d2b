import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { acceptedStep, base32, type Hmac, otpauthUri, totpCode, totpStep } from './totp.js';

const secret = Buffer.from('12345678901234567890');
const hmac: Hmac = (message) => createHmac('sha1', secret).update(message).digest();

describe('the vectors of the RFCs', () => {
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('RFC 6238 appendix B, second %d: %s', (seconds, code) => {
    expect(totpCode(hmac, totpStep(seconds * 1000), 8)).toBe(code);
  });

  it.each(['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'].map((code, count) => [count, code] as const))(
    'RFC 4226 appendix D, count %d: %s',
    (count, code) => {
      expect(totpCode(hmac, count)).toBe(code);
    },
  );

  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('RFC 4648 chapter 10: %j → %s', (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded);
  });
});

describe('acceptedStep', () => {
  const now = 1_000_000 * 30_000 + 12_345;
  const code = (ahead: number) => totpCode(hmac, 1_000_000 + ahead);

  it('takes this step, the one before and the next, and no other', () => {
    expect([-2, -1, 0, 1, 2].map((ahead) => acceptedStep(hmac, code(ahead), now, 0))).toEqual([null, 999_999, 1_000_000, 1_000_001, null]);
  });

  it('takes each once, and none before one that was used', () => {
    expect(acceptedStep(hmac, code(0), now, 1_000_000)).toBeNull();
    expect(acceptedStep(hmac, code(-1), now, 1_000_000)).toBeNull();
    expect(acceptedStep(hmac, code(1), now, 1_000_000)).toBe(1_000_001);
  });
});

it('the key URI says all that an app needs', () => {
  expect(otpauthUri(secret, '智慧物业', '吴*')).toBe(
    'otpauth://totp/%E6%99%BA%E6%85%A7%E7%89%A9%E4%B8%9A:%E5%90%B4*?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E6%99%BA%E6%85%A7%E7%89%A9%E4%B8%9A&algorithm=SHA1&digits=6&period=30',
  );
});
