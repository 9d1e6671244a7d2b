import { createHash } from 'node:crypto';

/** The keys of all rows so far: 12 bytes a row, so that a city of millions of houses stands in memory. */
export class Seen {
  private digests = new BigUint64Array(1024);
  private lines = new Uint32Array(1024);
  private count = 0;

  add(key: string, line: number): void {
    if (this.count === this.lines.length) this.grow();
    this.digests[this.count] = createHash('sha256').update(key).digest().readBigUInt64LE(0);
    this.lines[this.count++] = line;
  }

  /** Rows whose key an earlier row has, too. */
  doubled(): { readonly line: number; readonly first: number }[] {
    const [digest, lineOf] = [(at: number) => this.digests[at] as bigint, (at: number) => this.lines[at] as number];
    const order = Uint32Array.from({ length: this.count }, (_, at) => at).sort((a, b) => {
      if (digest(a) === digest(b)) return lineOf(a) - lineOf(b);
      return digest(a) < digest(b) ? -1 : 1;
    });
    const found: { line: number; first: number }[] = [];
    let first = 0;
    for (let at = 1; at < order.length; at++) {
      if (digest(order[at] as number) === digest(order[first] as number))
        found.push({ line: lineOf(order[at] as number), first: lineOf(order[first] as number) });
      else first = at;
    }
    return found;
  }

  private grow(): void {
    const [digests, lines] = [new BigUint64Array(this.count * 2), new Uint32Array(this.count * 2)];
    digests.set(this.digests);
    lines.set(this.lines);
    [this.digests, this.lines] = [digests, lines];
  }
}
