import type { IncomingMessage, ServerResponse } from 'node:http';
import S3rver from 's3rver';
import { checkSigV4 } from './sigv4.js';

// Said at the first load on Node 20, about versions of another year (docs/operations.md).
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** The account that s3rver knows. */
export const S3_KEY = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } as const;

/** What goes wrong with a request. */
export type S3Trouble = 'busy' | 'hang-up';

/**
 * An S3-compatible store on this machine. s3rver keeps and answers as S3 does, but takes any version 4 signature: its front door
 * here checks them.
 */
export class FakeS3 extends S3rver {
  url = '';
  /** While set, every request meets this. */
  trouble: S3Trouble | null = null;

  static async start(directory: string, bucket: string): Promise<FakeS3> {
    const store = new FakeS3({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: [{ name: bucket }] });
    const { port } = await store.run();
    store.url = `http://127.0.0.1:${port}`;
    return store;
  }

  override callback(): (request: IncomingMessage, response: ServerResponse) => void {
    const serve = super.callback();
    return (request, response) => {
      const refuse = (status: number, code: string) =>
        response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
      if (this.trouble === 'hang-up') return void request.socket.destroy();
      if (this.trouble === 'busy') return void refuse(503, 'SlowDown');
      const { method = '', url = '', headers } = request;
      if (!checkSigV4({ method, url, headers }, S3_KEY.accessKeyId, S3_KEY.secretAccessKey)) return void refuse(403, 'SignatureDoesNotMatch');
      serve(request, response);
    };
  }

  override async close(): Promise<void> {
    this.httpServer.closeAllConnections();
    await super.close();
  }
}

/** What chooses the store, and finds this one. */
export const s3Settings = (store: FakeS3, bucket: string): Record<string, string> => ({
  STORAGE: 's3',
  S3_ENDPOINT: store.url,
  S3_REGION: 'cn-test-1',
  S3_BUCKET: bucket,
  S3_ACCESS_KEY_ID: S3_KEY.accessKeyId,
  S3_SECRET_ACCESS_KEY: S3_KEY.secretAccessKey,
  S3_PATH_STYLE: 'true',
});
