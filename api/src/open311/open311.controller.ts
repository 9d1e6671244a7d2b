import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { type InputOf, route } from '@wuye/shared/kit';
import { platformProblem } from '../platform/errors/index.js';
import { type Context, Endpoint } from '../platform/http/index.js';
import { answer, FORMATS, partsOf } from './answers.js';
import { Fault } from './faults.js';
import { type Jurisdiction, Jurisdictions } from './jurisdictions.js';
import { Open311Keys } from './keys.js';
import { Requests, services } from './requests.js';
import { Submitting } from './submitting.js';
import type { Value } from './xml.js';

const open = { public: 'discovery and services tell what the interface is, and nothing of anyone' } as const;
const keyed = { public: 'other systems have no session: each call names its api_key, which the service checks' } as const;
const anything = z.record(z.string(), z.unknown());
const named = z.object({ file: z.string().max(60) });
const base = { query: anything, response: z.unknown() } as const;

const top = route({ method: 'GET', path: '/open311/v2/:file', summary: 'Open311: discovery, services, requests', access: keyed, params: named, ...base });
const one = route({ method: 'GET', path: '/open311/v2/requests/:file', summary: 'Open311: one request', access: keyed, params: named, ...base });
const service = route({
  method: 'GET',
  path: '/open311/v2/services/:file',
  summary: 'Open311: a service has no attributes',
  access: open,
  params: named,
  ...base,
});
const post = route({
  method: 'POST',
  path: '/open311/v2/:file',
  summary: 'Open311: a new request',
  access: keyed,
  params: named,
  takes: 'form',
  body: anything,
  ...base,
});

const VERSION = 'http://wiki.open311.org/GeoReport_v2';
/** When the interface changed last. */
const CHANGED = '2026-11-21T06:00:00Z';

/** Open311 GeoReport v2 (http://wiki.open311.org/GeoReport_v2): a standard that other systems read and write complaints by. */
@Controller()
export class Open311Controller {
  constructor(
    private readonly keys: Open311Keys,
    private readonly requests: Requests,
    private readonly submitting: Submitting,
    private readonly jurisdictions: Jurisdictions,
  ) {}

  @Endpoint(top)
  async top(context: Context, { params, query }: InputOf<typeof top>) {
    const parts = partsOf(params.file);
    if (parts?.name === 'discovery') return answer(context, parts.format, 'discovery', discovery(context));
    const where = await this.jurisdictions.of(query.jurisdiction_id);
    if (parts?.name === 'services') return answer(context, parts.format, 'services', where instanceof Fault ? where : services());
    if (parts?.name !== 'requests') return platformProblem('ROUTE.NOT_FOUND');
    const key = await this.keys.check(textOf(query.api_key), context.now);
    const refused = key instanceof Fault ? key : where instanceof Fault ? where : null;
    return answer(context, parts.format, 'service_requests', refused ?? (await this.requests.list(query, where as Jurisdiction, context.now)));
  }

  @Endpoint(one)
  async one(context: Context, { params, query }: InputOf<typeof one>) {
    const parts = partsOf(params.file);
    if (!parts) return platformProblem('ROUTE.NOT_FOUND');
    const key = await this.keys.check(textOf(query.api_key), context.now);
    const where = key instanceof Fault ? key : await this.jurisdictions.of(query.jurisdiction_id);
    return answer(context, parts.format, 'service_requests', where instanceof Fault ? where : await this.requests.one(parts.name, where));
  }

  @Endpoint(service)
  service(context: Context, { params }: InputOf<typeof service>) {
    const parts = partsOf(params.file);
    return parts ? answer(context, parts.format, 'errors', new Fault(404, 'service_code: no service has attributes')) : platformProblem('ROUTE.NOT_FOUND');
  }

  @Endpoint(post)
  async post(context: Context, { params, query, body }: InputOf<typeof post>) {
    const parts = partsOf(params.file);
    if (parts?.name !== 'requests') return platformProblem('ROUTE.NOT_FOUND');
    return answer(context, parts.format, 'service_requests', await this.taken(context, query, body), 201);
  }

  private async taken({ now, idempotency }: Context, query: Sent, body: Sent): Promise<Value | Fault> {
    const key = await this.keys.check(textOf(body.api_key) ?? textOf(query.api_key), now);
    if (key instanceof Fault) return key;
    const where = await this.jurisdictions.of(body.jurisdiction_id ?? query.jurisdiction_id);
    return where instanceof Fault ? where : this.submitting.take(key, body, where, now, idempotency?.key ?? null);
  }
}

type Sent = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function discovery({ http: { request } }: Context): Value {
  return {
    changeset: CHANGED,
    contact: '本市区（县）住房和城乡建设主管部门物业管理科室',
    key_service:
      '向市住房和城乡建设主管部门书面申请 api_key，写明单位、系统名称、用途、联系人和电话；批准后由平台运行单位发放，每个系统一个。' +
      ' Write to the city’s housing bureau with the name of your organisation and system, what it is for and whom to call: each system gets an api_key of its own.',
    endpoints: [
      {
        specification: VERSION,
        url: `${request.protocol}://${request.host}/api/open311/v2`,
        changeset: CHANGED,
        type: 'production',
        formats: FORMATS,
      },
    ],
  };
}
