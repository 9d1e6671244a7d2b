import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { LimitedMap } from './bounded.js';
import type { SimState } from './state.js';
import { answer, Bytes, Failure, wire } from './wire.js';

const LIFE = 3 * 86_400_000;
export const MEDIA_LIMIT = 10 * 1024 * 1024;

interface Media {
  bytes: Buffer;
  type: string;
  at: number;
}

/** Temporary material: the last 100 pictures, three days each. */
export class MediaStore {
  #media = new LimitedMap<string, Media>(100);

  constructor(private readonly now: () => number) {}

  add(bytes: Buffer, type: string): string {
    const id = randomBytes(48).toString('base64url');
    this.#media.set(id, { bytes, type, at: this.now() });
    return id;
  }

  get(id: string | undefined): Media | undefined {
    const media = id ? this.#media.get(id) : undefined;
    return media && this.now() - media.at < LIFE ? media : undefined;
  }
}

/** The first file of a multipart body. */
function firstFile(body: Buffer, contentType: string): { bytes: Buffer; type: string } | undefined {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1];
  const begin = boundary ? body.indexOf(`--${boundary}`) : -1;
  const head = begin < 0 ? -1 : body.indexOf('\r\n\r\n', begin);
  const end = head < 0 ? -1 : body.indexOf(`\r\n--${boundary}`, head);
  if (end < 0) return undefined;
  const headers = body.subarray(begin, head).toString();
  return { bytes: body.subarray(head + 4, end), type: /content-type:\s*([\w/+.-]+)/i.exec(headers)?.[1] ?? 'image/jpeg' };
}

/** Routes: temporary material to the server and from it. */
export function registerMedia(app: FastifyInstance, state: SimState): void {
  app.addContentTypeParser(/^(?:image\/|multipart\/form-data)/, { parseAs: 'buffer', bodyLimit: MEDIA_LIMIT + 10_000 }, (_request, body, done) =>
    done(null, body),
  );
  wire(app, state, {
    method: 'GET',
    path: '/cgi-bin/media/get',
    guarded: true,
    handle: ({ query }) => {
      const media = state.media.get(query['media_id']);
      return media ? new Bytes(media.bytes, media.type) : new Failure(40007);
    },
  });
  app.post<{ Querystring: { access_token?: string; type?: string } }>('/cgi-bin/media/upload', { bodyLimit: MEDIA_LIMIT + 10_000 }, (request, reply) => {
    const refused = state.tokens.refusal(request.query.access_token) || state.quota.refusal('/cgi-bin/media/upload');
    if (refused) return answer(reply, new Failure(refused));
    const file = Buffer.isBuffer(request.body) ? firstFile(request.body, request.headers['content-type'] ?? '') : undefined;
    if (!file) return answer(reply, new Failure(41005));
    const media_id = state.media.add(file.bytes, file.type);
    return answer(reply, { type: request.query.type ?? 'image', media_id, created_at: Math.floor(state.now() / 1000) });
  });
}
