import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Config } from '../config/index.js';
import { Blobs, BlobsAway } from './blobs.js';

/** In the bucket as in DATA_DIR: a folder of files moves there as it is. */
const FOLDER = 'files/';

/** The client and the three commands that are used of it. */
interface Loaded {
  readonly client: S3Client;
  readonly sdk: typeof import('@aws-sdk/client-s3');
}

/** What of an error of the SDK may be told: the store's code, or the system's where no answer came. */
function kindOf(error: unknown): { readonly name: string; readonly status: number } {
  const { name, code, $metadata } = (error ?? {}) as { name?: string; code?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  return { name: (status === 0 ? code : name) ?? 'UNREACHABLE', status };
}

/** Objects of an S3-compatible store. The SDK is loaded with the first object: a start does not pay for it. */
export class S3Blobs extends Blobs {
  private readonly log = new Logger('storage');
  private loaded: Promise<Loaded> | null = null;

  constructor(private readonly config: Config) {
    super();
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    await this.call(({ client, sdk }) =>
      client.send(
        new sdk.PutObjectCommand({
          ...this.place(key),
          Body: bytes,
          ContentType: key.endsWith('.jpg') ? 'image/jpeg' : 'application/octet-stream',
          // What every compatible store checks; the SDK's own checksums are known to few.
          ContentMD5: createHash('md5').update(bytes).digest('base64'),
        }),
      ),
    );
  }

  async get(key: string): Promise<Readable | null> {
    const answer = await this.call(async ({ client, sdk }) => {
      try {
        return await client.send(new sdk.GetObjectCommand(this.place(key)));
      } catch (error) {
        if (kindOf(error).name === 'NoSuchKey') return null;
        throw error;
      }
    });
    // On Node it is a stream of the answer; the type covers browsers, too.
    return (answer?.Body ?? null) as Readable | null;
  }

  async remove(key: string): Promise<void> {
    await this.call(({ client, sdk }) => client.send(new sdk.DeleteObjectCommand(this.place(key))));
  }

  private place(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.config.S3_BUCKET ?? '', Key: FOLDER + key };
  }

  /** Whatever the store says, an operator reads its code, and the caller that it is away. */
  private async call<T>(work: (loaded: Loaded) => Promise<T>): Promise<T> {
    const loaded = await (this.loaded ??= this.load());
    try {
      return await work(loaded);
    } catch (error) {
      const { name, status } = kindOf(error);
      this.log.error(`s3: ${name} ${status}`);
      throw new BlobsAway(`s3: ${name}`);
    }
  }

  private async load(): Promise<Loaded> {
    const sdk = await import('@aws-sdk/client-s3');
    const { S3_ENDPOINT: endpoint, S3_REGION, S3_PATH_STYLE, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = this.config;
    const client = new sdk.S3Client({
      ...(endpoint && { endpoint }),
      region: S3_REGION ?? '',
      forcePathStyle: S3_PATH_STYLE,
      credentials: { accessKeyId: S3_ACCESS_KEY_ID ?? '', secretAccessKey: S3_SECRET_ACCESS_KEY ?? '' },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 2,
      requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    });
    return { client, sdk };
  }
}
