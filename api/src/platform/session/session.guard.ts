import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Route } from '@wuye/shared/kit';
import { Clock } from '../clock/index.js';
import { platformProblem, ProblemException } from '../errors/index.js';
import { type Prepared, ROUTE } from '../http/index.js';
import { Sessions } from './session.service.js';

/** Finds out who is asking. A route without a contract is a bug and answers nothing. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const route = this.reflector.get<Route | undefined>(ROUTE, execution.getHandler());
    if (!route) throw new Error(`No contract on ${execution.getClass().name}.${execution.getHandler().name}.`);
    const request = execution.switchToHttp().getRequest<Prepared>();
    // Browsers name the site that a write comes from; nothing of ours is written from elsewhere.
    if (route.method !== 'GET' && request.headers['sec-fetch-site'] === 'cross-site') {
      throw new ProblemException(platformProblem('REQUEST.CROSS_SITE'));
    }
    const now = this.clock.now();
    const isPublic = typeof route.access === 'object';
    const who = isPublic ? null : await this.sessions.find(request, now);
    if (!who && !isPublic) throw new ProblemException(platformProblem('SESSION.REQUIRED'));
    if (route.proven && who && !who.proven) throw new ProblemException(platformProblem('SESSION.UNPROVEN'));
    request.prepared = { requestId: request.id, now, address: request.ip, who };
    return true;
  }
}
