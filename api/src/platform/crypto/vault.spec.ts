import { describe, expect, it } from '@jest/globals';
import { Signer, Vault } from './vault.js';

const older = { id: 'k1', secret: Buffer.alloc(32, 1) };
const newer = { id: 'k2', secret: Buffer.alloc(32, 2) };
const vault = new Vault([older]);
const PHONE = '13800000001';

describe('a sealed value', () => {
  it('opens to what it was, emoji and all, and looks different each time', () => {
    for (const text of ['', PHONE, '陈静文🏠'.repeat(500)]) {
      const [one, two] = [vault.seal('person.name', text), vault.seal('person.name', text)];
      expect(one).not.toBe(two);
      expect([vault.open('person.name', one), vault.open('person.name', two)]).toEqual([text, text]);
    }
  });

  it('shows nothing of the text', () => {
    const sealed = vault.seal('person.phone', PHONE);
    expect(Buffer.from(sealed.slice(3), 'base64url').includes(PHONE)).toBe(false);
    expect(sealed).toMatch(/^k1\./);
  });

  it('does not open when any byte was altered', () => {
    const bytes = Buffer.from(vault.seal('person.phone', PHONE).slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
      expect(() => vault.open('person.phone', `k1.${altered.toString('base64url')}`)).toThrow('altered');
    }
  });

  it.each(['', 'k1', 'k1.', 'k1.AAAA', '.AAAA', 'k9.AAAA'])('is refused when it is %p', (text) => {
    expect(() => vault.open('person.phone', text)).toThrow();
  });

  it('does not open in another column, and the fault tells nothing of it', () => {
    const sealed = vault.seal('person.phone', PHONE);
    expect(() => vault.open('person.name', sealed)).toThrow(/^A sealed person\.name was altered\.$/);
  });
});

describe('while keys rotate', () => {
  const rotated = new Vault([newer, older]);

  it('old values open, new ones carry the new key', () => {
    expect(rotated.open('person.phone', vault.seal('person.phone', PHONE))).toBe(PHONE);
    expect(rotated.seal('person.phone', PHONE)).toMatch(/^k2\./);
  });

  it('look-ups find what was stored under either key', () => {
    expect(rotated.indexes('person.phone', PHONE)).toEqual([rotated.index('person.phone', PHONE), vault.index('person.phone', PHONE)]);
  });

  it('without the old key its values do not open, and no other key is tried', () => {
    expect(() => new Vault([newer]).open('person.phone', vault.seal('person.phone', PHONE))).toThrow('not among DATA_KEYS');
  });
});

describe('an index', () => {
  it('is the same for the same value, and another for another field, value or key', () => {
    const all = [
      vault.index('person.phone', PHONE),
      vault.index('title.phone', PHONE),
      vault.index('person.phone', '13800000002'),
      new Vault([{ ...newer, id: 'k1' }]).index('person.phone', PHONE),
    ];
    expect(vault.index('person.phone', PHONE)).toBe(all[0]);
    expect(new Set(all).size).toBe(4);
    for (const index of all) expect(index.length).toBeLessThanOrEqual(64);
  });
});

describe('a signed text', () => {
  const signer = new Signer([older]);
  const signed = signer.sign('poster', '01HOUSE-1');

  it('verifies, for its purpose alone', () => {
    expect(signer.verify('poster', signed)).toBe('01HOUSE-1');
    expect(signer.verify('delegation', signed)).toBeNull();
  });

  it('is refused with any single byte altered, at every position', () => {
    for (let at = 0; at < signed.length; at++) {
      for (const sign of ['0', 'A', 'a', 'f', '.', '-', '中', '\0']) {
        const altered = signed.slice(0, at) + sign + signed.slice(at + 1);
        if (altered !== signed) expect([altered, signer.verify('poster', altered)]).toEqual([altered, null]);
      }
    }
  });

  it('is refused with a byte more or less', () => {
    for (let at = 0; at <= signed.length; at++) {
      expect(signer.verify('poster', `${signed.slice(0, at)}a${signed.slice(at)}`)).toBeNull();
      if (at < signed.length) expect(signer.verify('poster', signed.slice(0, at) + signed.slice(at + 1))).toBeNull();
    }
  });

  it('stays valid while its key is kept, and no longer', () => {
    expect(new Signer([newer, older]).verify('poster', signed)).toBe('01HOUSE-1');
    expect(new Signer([newer]).verify('poster', signed)).toBeNull();
  });
});

describe('a text signed short', () => {
  const signer = new Signer([older]);
  const signed = signer.signShort('poster', 'p1.01HOUSE.1');

  it('verifies, for its purpose and form alone', () => {
    expect(signer.verifyShort('poster', signed)).toBe('p1.01HOUSE.1');
    expect([signer.verifyShort('delegation', signed), signer.verify('poster', signed), signer.verifyShort('poster', signer.sign('poster', 'p1'))]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('is refused with any single byte altered, added or taken away', () => {
    for (let at = 0; at <= signed.length; at++) {
      const [before, after] = [signed.slice(0, at), signed.slice(at + 1)];
      const all = [...['0', 'A', 'a', '-', '_', '.', '中'].flatMap((sign) => [before + sign + after, before + sign + signed.slice(at)]), before + after];
      for (const altered of all) if (altered !== signed) expect([altered, signer.verifyShort('poster', altered)]).toEqual([altered, null]);
    }
  });

  it('is as long under any key, and stays valid while its key is kept', () => {
    const long = { id: 'k'.repeat(64), secret: newer.secret };
    expect(new Signer([long]).signShort('poster', 'p1.01HOUSE.1')).toHaveLength(signed.length);
    expect(new Signer([long, older]).verifyShort('poster', signed)).toBe('p1.01HOUSE.1');
    expect(new Signer([long]).verifyShort('poster', signed)).toBeNull();
  });
});
