import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { defineErrors, route } from '@wuye/shared/kit';
import { Database } from '../database/index.js';
import { problemsOf } from '../errors/index.js';
import { Endpoint } from '../http/index.js';

const errors = defineErrors({ 'HEALTH.NOT_READY': { status: 503, title: '数据库没有回应。' } });
const problem = problemsOf(errors);
const state = z.object({ status: z.literal('ok') });
const access = { public: 'for load balancers; says nothing but whether' } as const;

const healthz = route({ method: 'GET', path: '/healthz', summary: 'The process is alive', access, response: state });
const readyz = route({ method: 'GET', path: '/readyz', summary: 'It can serve: the database answers and is migrated', access, response: state });

/** Outside /api: not part of the contract with the H5. */
@Controller()
export class HealthController {
  constructor(private readonly database: Database) {}

  @Endpoint(healthz)
  alive() {
    return { status: 'ok' as const };
  }

  @Endpoint(readyz)
  async ready() {
    try {
      // The newest table stands only when every migration has run.
      if (await this.database.dataSource.showMigrations()) return problem('HEALTH.NOT_READY');
      return { status: 'ok' as const };
    } catch {
      return problem('HEALTH.NOT_READY');
    }
  }
}
