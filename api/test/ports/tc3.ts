import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Who may call. */
export interface TencentKey {
  readonly secretId: string;
  readonly secretKey: string;
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const AUTHORIZATION = /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d{2}-\d{2})\/([^/]+)\/tc3_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;
/** A signature is good for five minutes. */
const WINDOW = 300;

/**
 * Checks a call of Tencent Cloud's API 3.0 by its TC3-HMAC-SHA256 signature; the error code, or null when it is good.
 * Cloud API signs the host without a port, since it has none; the SDK leaves it out, too.
 */
export function checkTc3(headers: IncomingHttpHeaders, body: Buffer, service: string, { secretId, secretKey }: TencentKey, now = Date.now()): string | null {
  const parts = AUTHORIZATION.exec(String(headers.authorization));
  if (!parts) return 'AuthFailure.InvalidAuthorization';
  const [, id = '', date = '', scope = '', names = '', signature = ''] = parts;
  const timestamp = String(headers['x-tc-timestamp']);
  if (id !== secretId) return 'AuthFailure.SecretIdNotFound';
  if (Math.abs(now / 1000 - Number(timestamp)) > WINDOW) return 'AuthFailure.SignatureExpire';
  if (scope !== service || new Date(Number(timestamp) * 1000).toISOString().slice(0, 10) !== date) return 'AuthFailure.SignatureFailure';
  if (!names.split(';').includes('host') || !names.split(';').includes('content-type')) return 'AuthFailure.SignatureFailure';
  const valueOf = (name: string): string =>
    String(headers[name])
      .trim()
      .replace(name === 'host' ? /:\d+$/ : /$^/, '')
      .toLowerCase();
  const canonical = ['POST', '/', '', ...names.split(';').map((name) => `${name}:${valueOf(name)}`), '', names, sha256(body)].join('\n');
  const toSign = ['TC3-HMAC-SHA256', timestamp, `${date}/${scope}/tc3_request`, sha256(canonical)].join('\n');
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), scope), 'tc3_request');
  return hmac(key, toSign).toString('hex') === signature ? null : 'AuthFailure.SignatureFailure';
}
