import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';

/**
 * WeChat's signatures and its message encryption, as pure functions: AES-256-CBC over random 16 + length 4 + message + appid,
 * padded by PKCS#7 to blocks of 32 bytes.
 */

const BLOCK = 32;
const HEAD = 20;

/** sha1 over the parts in the order of their text. With the ciphertext as a part it covers the message, else only the moment. */
export function signatureOf(parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/** Whether one of the tokens signed the parts. Every token is tried to its end, so time tells nothing. */
export function signedBy(tokens: readonly string[], parts: readonly string[], signature: string): string | null {
  const given = createHash('sha256').update(signature).digest();
  let found: string | null = null;
  for (const token of tokens) {
    // Digests are equally long whatever was sent.
    const right = createHash('sha256')
      .update(signatureOf([token, ...parts]))
      .digest();
    if (timingSafeEqual(right, given)) found ??= token;
  }
  return found;
}

function keyOf(aesKey: string): Buffer {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  if (key.length !== 32) throw new RangeError('An EncodingAESKey has 43 characters.');
  return key;
}

/** Encrypts a message to or from an account; `random` has 16 bytes. */
export function encryptMessage(aesKey: string, appId: string, message: string, random: Buffer): string {
  if (random.length !== 16) throw new RangeError('16 random bytes stand before a message.');
  const body = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([random, length, body, Buffer.from(appId, 'utf8')]);
  const missing = BLOCK - (plain.length % BLOCK);
  const key = keyOf(aesKey);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(missing, missing)), cipher.final()]).toString('base64');
}

/** The message, or null when the text is not of this key, not whole, or for another account: why is nobody's business. */
export function decryptMessage(aesKey: string, appId: string, text: string): string | null {
  const bytes = Buffer.from(text, 'base64');
  // Whole AES blocks; WeChat's own padding of 32 can leave no other length.
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) return null;
  const key = keyOf(aesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()]);
  const padding = padded[padded.length - 1] as number;
  if (padding < 1 || padding > BLOCK || !padded.subarray(-padding).every((byte) => byte === padding)) return null;
  const plain = padded.subarray(0, padded.length - padding);
  if (plain.length < HEAD) return null;
  const end = HEAD + plain.readUInt32BE(16);
  if (end > plain.length || plain.subarray(end).toString('utf8') !== appId) return null;
  return plain.subarray(HEAD, end).toString('utf8');
}
