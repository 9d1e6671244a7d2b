import type { FastifyInstance } from 'fastify';
import { pictureLimits } from '@wuye/shared/storage';

/** Takes bytes as they are, one piece of a picture at most: a body that breaks off never comes to its handler. */
export function takeBytes(server: FastifyInstance): void {
  server.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: pictureLimits.piece }, (_request, body, done) => {
    done(null, body);
  });
}
