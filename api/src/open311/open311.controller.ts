import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { type InputOf, route } from '@wuye/shared/kit';
import { platformProblem } from '../platform/errors/index.js';
import { type Context, Endpoint } from '../platform/http/index.js';
import { Fault } from './faults.js';
import { Open311Keys } from './keys.js';
import { Requests, services } from './requests.js';
import { toXml, type Value } from './xml.js';

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

type Format = 'json' | 'xml';

/** `requests.xml` → requests, xml; null for what is neither. */
function partsOf(file: string): { name: string; format: Format } | null {
  const [, name = '', format] = /^([\w-]+)\.(json|xml)$/.exec(file) ?? [];
  return format ? { name, format: format as Format } : null;
}

const VERSION = 'http://wiki.open311.org/GeoReport_v2';

/** Open311 GeoReport v2 (http://wiki.open311.org/GeoReport_v2): a standard that other systems read and write complaints by. */
@Controller()
export class Open311Controller {
  constructor(
    private readonly keys: Open311Keys,
    private readonly requests: Requests,
  ) {}

  @Endpoint(top)
  async top(context: Context, { params, query }: InputOf<typeof top>) {
    const parts = partsOf(params.file);
    if (parts?.name === 'discovery') return answer(context, parts.format, 'discovery', discovery(context));
    if (parts?.name === 'services') return answer(context, parts.format, 'services', services());
    if (parts?.name !== 'requests') return platformProblem('ROUTE.NOT_FOUND');
    const key = await this.keys.check(textOf(query.api_key), context.now);
    return answer(context, parts.format, 'service_requests', key instanceof Fault ? key : await this.requests.list(query, context.now));
  }

  @Endpoint(one)
  async one(context: Context, { params, query }: InputOf<typeof one>) {
    const parts = partsOf(params.file);
    if (!parts) return platformProblem('ROUTE.NOT_FOUND');
    const key = await this.keys.check(textOf(query.api_key), context.now);
    return answer(context, parts.format, 'service_requests', key instanceof Fault ? key : await this.requests.one(parts.name));
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
    const key = await this.keys.check(textOf(body.api_key) ?? textOf(query.api_key), context.now);
    const made = key instanceof Fault ? key : await this.requests.take(body, context.now);
    return answer(context, parts.format, 'service_requests', made, 201);
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** In the form that was asked for; a fault is a list of one, with its status. */
function answer({ http: { reply } }: Context, format: Format, root: string, value: Value | Fault, status: 200 | 201 = 200): string {
  const fault = value instanceof Fault ? [{ code: value.status, description: value.description }] : null;
  const shown = fault ?? (value as Value);
  void reply.status(fault ? (value as Fault).status : status).header('cache-control', 'no-store');
  void reply.type(format === 'xml' ? 'application/xml; charset=utf-8' : 'application/json; charset=utf-8');
  return format === 'xml' ? toXml(fault ? 'errors' : root, shown) : JSON.stringify(shown);
}

function discovery({ now, http: { request } }: Context): Value {
  return {
    changeset: now.toISOString(),
    contact: '区（县）住建部门',
    key_service: 'npm run open311 -- keys add',
    endpoints: [
      {
        specification: VERSION,
        url: `${request.protocol}://${request.host}/api/open311/v2`,
        changeset: now.toISOString(),
        type: 'production',
        formats: ['application/json', 'text/xml'],
      },
    ],
  };
}
