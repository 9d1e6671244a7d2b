import type { Readable } from 'node:stream';

/** The store did not answer, or could not do it now: the same may pass later. */
export class BlobsAway extends Error {}

/** The port: keeps bytes under keys such as `3x/01J….jpg` and, of a picture on its way, `uploads/3x/01J….0`. Throws BlobsAway where the store is away. */
export abstract class Blobs {
  /** Keeps all of the bytes, or nothing. */
  abstract put(key: string, bytes: Buffer): Promise<void>;
  /** The bytes; null when there are none. */
  abstract get(key: string): Promise<Readable | null>;
  /** Nothing there is no fault. */
  abstract remove(key: string): Promise<void>;
}
