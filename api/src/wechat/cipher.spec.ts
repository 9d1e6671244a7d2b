import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decryptMessage, encryptMessage, signatureOf, signedBy } from './cipher.js';

/** The vectors of WeChat's own pages (wechat.md section 4). */
const TOKEN = 'AAAAA';
const KEY = 'A'.repeat(43);
const APPID = 'wxba5fad812f8e6fb9';
const REPLY = 'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==';

const PUSH =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=';

describe('signatures', () => {
  it('of an address being checked', () => {
    expect(signatureOf([TOKEN, '1714036504', '1514711492'])).toBe('f464b24fc39322e44b38aa78f5edd27bd1441696');
  });

  it('of a plain push', () => {
    expect(signatureOf([TOKEN, '1714037059', '486452656'])).toBe('899cf89e464efb63f54ddac96b0a0a235f53aa78');
  });

  it('of an encrypted push', () => {
    expect(signatureOf([TOKEN, '1714112445', '415670741', PUSH])).toBe('046e02f8204d34f8ba5fa3b1db94908f3df2e9b3');
  });

  it('of an encrypted reply', () => {
    expect(signatureOf([TOKEN, '1713424427', '415670741', REPLY])).toBe('1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1');
  });

  it('leave the caller’s parts in their order', () => {
    const parts = ['c', 'a', 'b'];
    signatureOf(parts);
    expect(parts).toEqual(['c', 'a', 'b']);
  });

  it('are told to the token that made them, current or previous, and to no other', () => {
    const parts = ['1714036504', '1514711492'];
    const right = 'f464b24fc39322e44b38aa78f5edd27bd1441696';
    expect(signedBy([TOKEN], parts, right)).toBe(TOKEN);
    expect(signedBy(['newer', TOKEN], parts, right)).toBe(TOKEN);
    expect(signedBy(['newer'], parts, right)).toBeNull();
    for (const wrong of ['', right.toUpperCase(), right.slice(0, -1), `${right}0`, '0'.repeat(40)]) expect(signedBy([TOKEN], parts, wrong)).toBeNull();
  });
});

describe('encryption', () => {
  it('makes the reply of the vector', () => {
    expect(encryptMessage(KEY, APPID, '{"demo_resp":"good luck"}', Buffer.from('707722b803182950'))).toBe(REPLY);
  });

  it('opens the reply of the vector', () => {
    expect(decryptMessage(KEY, APPID, REPLY)).toBe('{"demo_resp":"good luck"}');
  });

  it('opens the push of the vector', () => {
    expect(JSON.parse(decryptMessage(KEY, APPID, PUSH) ?? '')).toMatchObject({ CreateTime: 1_714_112_445, Event: 'debug_demo', debug_str: 'hello world' });
  });

  it('opens what it made, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (message) => {
        const once = Buffer.from(message, 'utf8').toString('utf8');
        expect(decryptMessage(KEY, APPID, encryptMessage(KEY, APPID, once, randomBytes(16)))).toBe(once);
      }),
    );
  });

  it('opens nothing for another account or under another key', () => {
    expect(decryptMessage(KEY, 'wxffffffffffffffff', REPLY)).toBeNull();
    expect(decryptMessage('B'.repeat(43), APPID, REPLY)).toBeNull();
  });

  it('opens nothing that was altered, cut or never ciphertext, and never throws', () => {
    for (const text of ['', '!', 'AAAA', REPLY.slice(0, 40), `A${REPLY.slice(1)}`, randomBytes(96).toString('base64')]) {
      // The first 16 bytes are random, so altering them alone changes no word: what counts is that another message never comes out.
      expect([null, '{"demo_resp":"good luck"}']).toContain(decryptMessage(KEY, APPID, text));
    }
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => expect(decryptMessage(KEY, APPID, text)).toBeNull()));
  });

  it('refuses padding that is none, and a length beyond the end', () => {
    const padded = (bytes: Buffer) => encryptRaw(bytes);
    expect(decryptMessage(KEY, APPID, padded(Buffer.concat([randomBytes(31), Buffer.from([200])])))).toBeNull();
    expect(decryptMessage(KEY, APPID, padded(Buffer.concat([randomBytes(31), Buffer.from([0])])))).toBeNull();
    expect(decryptMessage(KEY, APPID, padded(Buffer.alloc(32, 32)))).toBeNull();
    const head = Buffer.concat([randomBytes(16), Buffer.from([255, 255, 255, 255]), Buffer.alloc(12, 12)]);
    expect(decryptMessage(KEY, APPID, padded(head))).toBeNull();
  });

  it('refuses a key of another length', () => {
    expect(() => encryptMessage('short', APPID, '', randomBytes(16))).toThrow(RangeError);
  });
});

/** Encrypts bytes as they are, for padding that WeChat would never send. */
function encryptRaw(bytes: Buffer): string {
  const key = Buffer.from(`${KEY}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]).toString('base64');
}
