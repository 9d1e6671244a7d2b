import { connect, createServer, type AddressInfo, type Server } from 'node:net';

/** A line to a server that breaks every so often: after so many bytes, whatever is on its way then. */
export class BadLine {
  /** Bytes that left the phone. */
  sent = 0;
  breaks = 0;
  url = '';
  private server!: Server;
  private seed = 1;

  /** @param between the least and the most bytes between two breaks of a connection */
  static async to(port: number, between: readonly [number, number]): Promise<BadLine> {
    const line = new BadLine();
    line.server = createServer((phone) => {
      const far = connect(port, '127.0.0.1');
      let left = line.next(between);
      const end = () => [phone, far].forEach((socket) => socket.destroy());
      for (const socket of [phone, far]) socket.on('error', end).on('close', end);
      phone.on('data', (part) => {
        line.sent += part.length;
        left -= part.length;
        if (left > 0) return void far.write(part);
        line.breaks += 1;
        // Half of it still gets through.
        far.write(part.subarray(0, part.length / 2), end);
      });
      far.pipe(phone);
    });
    await new Promise<void>((ready) => line.server.listen(0, '127.0.0.1', ready));
    line.url = `http://127.0.0.1:${(line.server.address() as AddressInfo).port}`;
    return line;
  }

  close(): void {
    this.server.close();
  }

  /** The same breaks in each run. */
  private next([least, most]: readonly [number, number]): number {
    this.seed = (this.seed * 48_271) % 2_147_483_647;
    return least + (this.seed % (most - least));
  }
}
