import type { Context, ProblemForm } from '../platform/http/index.js';
import { Fault } from './faults.js';
import { toXml, type Value } from './xml.js';

export type Format = 'json' | 'xml';

/** As discovery tells them; GeoReport v2 has text/xml. */
const TYPES: Readonly<Record<Format, string>> = { json: 'application/json', xml: 'text/xml' };
export const FORMATS = Object.values(TYPES);

const typeOf = (format: Format): string => `${TYPES[format]}; charset=utf-8`;

/** `requests.xml` → requests, xml; null for what is neither. */
export function partsOf(file: string): { name: string; format: Format } | null {
  const [, name = '', format] = /^([\w-]+)\.(json|xml)$/.exec(file) ?? [];
  return format ? { name, format: format as Format } : null;
}

const written = (format: Format, root: string, value: Value): string => (format === 'xml' ? toXml(root, value) : JSON.stringify(value));
const listed = ({ status, description }: Fault): Value => [{ code: status, description }];

/** In the form that was asked for; a fault is a list of one, with its status. */
export function answer({ http: { reply } }: Context, format: Format, root: string, value: Value | Fault, status: 200 | 201 = 200): string {
  const fault = value instanceof Fault ? value : null;
  void reply
    .status(fault?.status ?? status)
    .header('cache-control', 'no-store')
    .type(typeOf(format));
  return fault ? written(format, 'errors', listed(fault)) : written(format, root, value as Value);
}

const SAID: Readonly<Record<number, string>> = {
  400: 'the request can not be read',
  404: 'there is nothing at this address: services, services/ID, requests, requests/ID and discovery, each as .json or .xml',
  413: 'the request is too large',
  415: 'a new request is sent as application/x-www-form-urlencoded',
  422: 'a parameter is wrong',
  429: 'too many requests',
  500: 'something went wrong here; the request can be sent again',
  503: 'out of service for a moment; the request can be sent again',
};

/** Where it never came to the interface: an unknown address, another form, a failure. The developer of a client reads it as any other error. */
export const errorsOf: ProblemForm = ({ status, title }, path) => {
  const format = path.endsWith('.json') ? 'json' : 'xml';
  return { type: typeOf(format), body: written(format, 'errors', [{ code: status, description: SAID[status] ?? title }]) };
};
