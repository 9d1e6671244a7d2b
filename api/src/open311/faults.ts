/** What GeoReport v2 answers with instead: a list of `code` and `description`. */
export class Fault {
  constructor(
    readonly status: 400 | 403 | 404 | 429,
    readonly description: string,
  ) {}
}
