import { z } from 'zod';
import { type ErrorSlice, type Feature, platformErrors, type Route } from '../kit/index.js';

type Json = Record<string, unknown>;

const problemSchema: Json = {
  type: 'object',
  description: 'RFC 9457 problem document; `code` is stable, `title` is the Chinese sentence for people',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', required: ['path', 'message'], properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
};

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
}

function parametersOf(route: Route): Json[] {
  const parts = [
    ['path', route.params],
    ['query', route.query],
  ] as const;
  return parts.flatMap(([place, schema]) => {
    if (!schema) return [];
    const { properties = {}, required = [] } = jsonSchema(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: property,
    }));
  });
}

function requestBodyOf(route: Route): Json | undefined {
  if (route.upload) {
    const file = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };
    return { required: true, content: { 'multipart/form-data': { schema: file } } };
  }
  if (route.takes === 'bytes') return { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } };
  return route.body && { required: true, content: { 'application/json': { schema: jsonSchema(route.body, 'input') } } };
}

function responsesOf(route: Route, errors: ErrorSlice): Json {
  const content = route.response && { 'application/json': { schema: jsonSchema(route.response, 'output') } };
  const responses: Record<string, Json> = { [route.status ?? 200]: { description: 'success', ...(content && { content }) } };
  const codes = [
    'REQUEST.INVALID',
    ...(typeof route.access === 'object' ? [] : ['SESSION.REQUIRED']),
    ...(route.proven ? ['SESSION.UNPROVEN'] : []),
    ...(route.errors ?? []),
  ];
  for (const code of codes) {
    const entry = errors[code];
    if (!entry) throw new Error(`${route.method} ${route.path} names the unknown error ${code}.`);
    const known = responses[entry.status];
    const line = `${code}: ${entry.title}`;
    responses[entry.status] = {
      description: known ? `${String(known.description)}\n${line}` : line,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return responses;
}

function operationOf(feature: Feature, name: string, route: Route, errors: ErrorSlice): Json {
  const signedIn = typeof route.access !== 'object';
  const key = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 8, maxLength: 128 } };
  const parameters = [...parametersOf(route), ...(route.method === 'GET' ? [] : [key])];
  const body = requestBodyOf(route);
  return {
    operationId: `${feature.name}.${name}`,
    tags: [feature.name],
    summary: route.summary,
    'x-access': typeof route.access === 'object' ? 'public' : route.access,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    responses: responsesOf(route, errors),
    security: signedIn ? [{ session: [] }] : [],
  };
}

/** The OpenAPI 3.1 document of all features, from the same schemas that validate. */
export function openApi(features: readonly Feature[]): Json {
  const errors = Object.assign({}, platformErrors, ...features.map((feature) => feature.errors)) as ErrorSlice;
  const paths: Record<string, Json> = {};
  for (const feature of features) {
    for (const [name, route] of Object.entries(feature.routes)) {
      const path = `/api${route.path.replace(/:(\w+)/g, '{$1}')}`;
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(feature, name, route, errors) };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: '智慧物业 API', version: '1', description: 'Times are ISO 8601 in UTC, areas integer 0.01 m², money integer fen.' },
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'wuye_session' } },
    },
  };
}
