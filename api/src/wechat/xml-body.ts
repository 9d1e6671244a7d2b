import type { FastifyInstance } from 'fastify';

const TYPES = ['text/xml', 'application/xml'];
const LIMIT = 64 * 1024;

/** Takes XML as the text it is: it is parsed after its signature. Contracts say who takes any. */
export function takeXml(server: FastifyInstance): void {
  server.addContentTypeParser(TYPES, { parseAs: 'string', bodyLimit: LIMIT }, (_request, body, done) => {
    done(null, body);
  });
}
