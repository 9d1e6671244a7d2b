import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { derive, type Key } from './keyring.js';

const TAG = 16;
const IV = 16;

/** What was sealed can't be read: it was altered, or its key is gone. */
export class Unreadable extends Error {}

/**
 * Keeps personal data: sealed at rest with SM4-CTR then HMAC-SM3 (encrypt then MAC), found again by a keyed hash.
 * What it makes carries the key's id, so keys can rotate: the first key is used for new data, the others still open old.
 */
export class Vault {
  private readonly byId: Map<string, { cipher: Buffer; mac: Buffer; index: Buffer }>;
  /** The id of the key that new data is sealed under. */
  readonly current: string;

  constructor(keys: readonly Key[]) {
    const first = keys[0];
    if (!first) throw new Error('A vault needs a key.');
    this.current = first.id;
    this.byId = new Map(
      keys.map(({ id, secret }) => [id, { cipher: derive(secret, 'cipher').subarray(0, 16), mac: derive(secret, 'mac'), index: derive(secret, 'index') }]),
    );
  }

  /** Encrypts a text. `field` (such as `person.phone`) is bound in: a value moved to another column does not open. */
  seal(field: string, text: string): string {
    const { cipher, mac } = this.key(this.current);
    const iv = randomBytes(IV);
    const encrypt = createCipheriv('sm4-ctr', cipher, iv);
    const body = Buffer.concat([iv, encrypt.update(text, 'utf8'), encrypt.final()]);
    return `${this.current}.${Buffer.concat([body, this.tag(mac, field, body)]).toString('base64url')}`;
  }

  /** Decrypts what `seal` made for the same field. Throws when it was altered or its key is gone. */
  open(field: string, sealed: string): string {
    const dot = sealed.indexOf('.');
    const { cipher, mac } = this.key(sealed.slice(0, dot));
    const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
    const body = bytes.subarray(0, bytes.length - TAG);
    if (bytes.length < IV + TAG || !timingSafeEqual(this.tag(mac, field, body), bytes.subarray(bytes.length - TAG))) {
      throw new Unreadable(`A sealed ${field} was altered.`);
    }
    const decrypt = createDecipheriv('sm4-ctr', cipher, body.subarray(0, IV));
    return Buffer.concat([decrypt.update(body.subarray(IV)), decrypt.final()]).toString('utf8');
  }

  /** The keyed hash under which a value is stored to be found again. */
  index(field: string, value: string): string {
    return this.indexUnder(this.current, field, value);
  }

  /** The keyed hashes under every key: what a look-up asks for while keys rotate. */
  indexes(field: string, value: string): string[] {
    return [...this.byId.keys()].map((id) => this.indexUnder(id, field, value));
  }

  private indexUnder(id: string, field: string, value: string): string {
    return `${id}.${createHmac('sm3', this.key(id).index).update(`${field}\0${value}`).digest('base64url')}`;
  }

  private tag(mac: Buffer, field: string, body: Buffer): Buffer {
    return createHmac('sm3', mac).update(`${field}\0`).update(body).digest().subarray(0, TAG);
  }

  private key(id: string) {
    const key = this.byId.get(id);
    if (!key) throw new Unreadable('The key of a sealed value is not among DATA_KEYS.');
    return key;
  }
}

/** Signs short public texts, such as a poster's code. */
export class Signer {
  /** The keys derived so far, by key and purpose: there are few, and every poster's code asks for one. */
  private readonly derived = new Map<string, Buffer>();

  constructor(private readonly keys: readonly Key[]) {}

  /** `<payload>.<key id>.<signature>`, url-safe when the payload is. */
  sign(purpose: string, payload: string): string {
    const key = this.keys[0] as Key;
    return `${payload}.${key.id}.${this.signature(key, purpose, payload)}`;
  }

  /** The payload of a signed text, or null when any byte of it was altered. */
  verify(purpose: string, signed: string): string | null {
    const [payload, id, signature, ...rest] = signed.split('.');
    const key = this.keys.find((each) => each.id === id);
    if (!payload || !key || !signature || rest.length > 0) return null;
    return sameText(this.signature(key, purpose, payload), signature) ? payload : null;
  }

  /** `<payload>.<16 signs>`: 96 bits and no key id, for where signs are few. Url-safe when the payload is. */
  signShort(purpose: string, payload: string): string {
    return `${payload}.${this.shortSignature(this.keys[0] as Key, purpose, payload)}`;
  }

  /** The payload of a text signed short under any of the keys, or null when any byte of it was altered. */
  verifyShort(purpose: string, signed: string): string | null {
    const dot = signed.lastIndexOf('.');
    const [payload, signature] = [signed.slice(0, dot), signed.slice(dot + 1)];
    if (dot < 1) return null;
    return this.keys.some((key) => sameText(this.shortSignature(key, purpose, payload), signature)) ? payload : null;
  }

  private shortSignature(key: Key, purpose: string, payload: string): string {
    // 12 bytes fill 16 signs of base64url to the last bit.
    return createHmac('sm3', this.keyFor(key, `short/${purpose}`))
      .update(payload)
      .digest()
      .subarray(0, 12)
      .toString('base64url');
  }

  private signature(key: Key, purpose: string, payload: string): string {
    // Hex, and not base64url: the unused bits of a last base64 character would let one altered byte through.
    return createHmac('sm3', this.keyFor(key, purpose)).update(payload).digest('hex').slice(0, 32);
  }

  private keyFor(key: Key, purpose: string): Buffer {
    const name = `${key.id}/${purpose}`;
    const known = this.derived.get(name) ?? derive(key.secret, `sign/${purpose}`);
    this.derived.set(name, known);
    return known;
  }
}

/** Compares two texts in constant time. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** An unguessable token (256 bits) for a cookie; only its digest is stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Digest of a token as it is stored. The token is random, so no key is needed. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A random number of so many decimal digits, such as a one-time code. */
export function randomDigits(count: number): string {
  return String(randomInt(10 ** count)).padStart(count, '0');
}
