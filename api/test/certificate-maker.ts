import { generateKeyPairSync, sign } from 'node:crypto';

const tagged = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);
const instant = (date: Date): Buffer => tagged(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));

/** ecdsa-with-SHA256. */
const ALGORITHM = sequence(tagged(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
const COMMON_NAME = tagged(0x06, Buffer.from('550403', 'hex'));

/** A server's key and certificate, signed by itself: nobody has a reason to trust it. X.509, RFC 5280 4.1. */
export function makeCertificate(name: string, now = new Date()): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from(name)))));
  const validity = sequence(instant(new Date(now.getTime() - 3_600_000)), instant(new Date(now.getTime() + 3_600_000)));
  const serial = tagged(0x02, Buffer.from([1]));
  const body = sequence(serial, ALGORITHM, subject, validity, subject, publicKey.export({ type: 'spki', format: 'der' }));
  const signature = tagged(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const text = sequence(body, ALGORITHM, signature).toString('base64');
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, cert: `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n` };
}
