import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { platformProblem, Problem, ProblemException } from '../errors/index.js';
import { safeError } from '../log/index.js';
import { ProblemForms } from './problem-forms.js';

const AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'PROTOCOL_CONNECTION_LOST', 'EPIPE', 'ENOTFOUND']);

function byStatus(status: number): Problem {
  if (status === 404) return platformProblem('ROUTE.NOT_FOUND');
  if (status === 413) return platformProblem('REQUEST.TOO_LARGE');
  if (status === 415) return platformProblem('REQUEST.UNSUPPORTED');
  if (status === 429) return platformProblem('REQUEST.TOO_MANY');
  return platformProblem('REQUEST.MALFORMED');
}

/** The expected failure behind an error, or null for a bug. */
function problemOf(error: unknown): Problem | null {
  if (error instanceof ProblemException) return error.problem;
  if (error instanceof HttpException) return byStatus(error.getStatus());
  const { statusCode, driverError } = error as { statusCode?: number; driverError?: { code?: string } };
  if (driverError?.code && AWAY.has(driverError.code)) return platformProblem('SERVER.UNAVAILABLE');
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? byStatus(statusCode) : null;
}

/** Turns every failure into a problem document; a browser that was navigating gets the H5's page about it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly forms: ProblemForms) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    let problem = problemOf(error);
    if (!problem) {
      // A bug: the stack goes to the log under the request's id, never to the caller.
      request.log.error({ err: safeError(error), requestId: request.id, route: request.routeOptions?.url }, 'unexpected error');
      problem = platformProblem('SERVER.FAULT');
    }
    const [path = ''] = request.url.split('?');
    const form = this.forms.of(path)?.(problem, path);
    if (form) return void reply.status(problem.status).header('content-type', form.type).send(form.body);
    // The page itself lies below /h5: a redirect from there would go in circles.
    const navigating = request.method === 'GET' && request.headers.accept?.includes('text/html') === true && !request.url.startsWith('/h5/');
    if (navigating) void reply.redirect(`/h5/problem?code=${encodeURIComponent(problem.code)}`, 302);
    else void reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(problem.toJSON());
  }
}
