import type { z } from 'zod';

/** What GeoReport v2 answers with instead: a list of `code` and `description`. */
export class Fault {
  constructor(
    readonly status: 400 | 403 | 404 | 415 | 429 | 500 | 503,
    readonly description: string,
  ) {}
}

/** What is wrong with the fields that were sent, each by its name. */
export const faultOf = (error: z.ZodError): Fault => new Fault(400, error.issues.map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`).join('; ')); // prettier-ignore
