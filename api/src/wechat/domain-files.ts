import type { FastifyInstance } from 'fastify';

/** The files by which WeChat's console checks that a domain is ours: each holds the code of its own name. */
export function serveDomainFiles(server: FastifyInstance, codes: readonly string[]): void {
  for (const code of new Set(codes)) server.get(`/MP_verify_${code}.txt`, (_request, reply) => reply.type('text/plain').send(code));
}
