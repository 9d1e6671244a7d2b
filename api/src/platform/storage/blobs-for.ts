import { join } from 'node:path';
import type { Config } from '../config/index.js';
import type { Blobs } from './blobs.js';
import { DiskBlobs } from './disk-blobs.js';
import { S3Blobs } from './s3-blobs.js';

/** The store that STORAGE names. */
export function blobsFor(config: Config): Blobs {
  return config.STORAGE === 's3' ? new S3Blobs(config) : new DiskBlobs(join(config.DATA_DIR, 'files'));
}
