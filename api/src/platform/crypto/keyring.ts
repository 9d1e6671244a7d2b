import { createHmac } from 'node:crypto';

/** A secret of 32 bytes and the id that is stored beside what it made. */
export interface Key {
  readonly id: string;
  readonly secret: Buffer;
}

/** Derives a key of one purpose from a secret, so that no two uses share bytes. */
export function derive(secret: Buffer, purpose: string): Buffer {
  return createHmac('sm3', secret).update(`wuye/${purpose}`).digest();
}
