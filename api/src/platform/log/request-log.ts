import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * One line a request: what route, how it ended, how long. The route's pattern and not its url, which carries codes and
 * numbers; no address, no cookie, no body: nothing personal.
 */
export function logRequests(server: FastifyInstance): void {
  server.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    request.log.info(
      { id: request.id, method: request.method, route: request.routeOptions.url ?? '(none)', status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    );
    done();
  });
}
