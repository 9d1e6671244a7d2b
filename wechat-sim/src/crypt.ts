import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** WeChat's side of message encryption: written for the simulator alone, so that it and the platform check each other. */

const BLOCK = 32;

/** sha1 over the parts in order of their text: the signature of callbacks, with three parts or with the ciphertext as the fourth. */
export function signatureOf(...parts: string[]): string {
  return createHash('sha1').update(parts.sort().join('')).digest('hex');
}

function keyOf(aesKey: string): Buffer {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  if (key.length !== 32) throw new Error('EncodingAESKey must have 43 characters');
  return key;
}

/** Base64 of AES-256-CBC over random 16 + length 4 + message + appid; `random` has 16 bytes. */
export function encrypt(aesKey: string, appId: string, message: string, random: string | Buffer): string {
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([Buffer.from(random), length, body, Buffer.from(appId)]);
  const missing = BLOCK - (plain.length % BLOCK);
  return encryptPadded(aesKey, Buffer.concat([plain, Buffer.alloc(missing, missing)]));
}

/** The same for bytes that are padded already, rightly or wrongly. */
export function encryptPadded(aesKey: string, padded: Buffer): string {
  const key = keyOf(aesKey);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

/** The message and the appid behind it. Throws when the text is not of this key or not of this shape. */
export function decrypt(aesKey: string, text: string): { message: string; appId: string } {
  const key = keyOf(aesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(text, 'base64'), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  const right = padding >= 1 && padding <= BLOCK && padded.subarray(padded.length - padding).every((byte) => byte === padding);
  if (!right) throw new Error('wrong padding');
  const plain = padded.subarray(0, padded.length - padding);
  const length = plain.length >= 20 ? plain.readUInt32BE(16) : Infinity;
  if (20 + length > plain.length) throw new Error('wrong length');
  return { message: plain.subarray(20, 20 + length).toString(), appId: plain.subarray(20 + length).toString() };
}
