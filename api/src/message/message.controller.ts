import { Readable } from 'node:stream';
import { Controller, StreamableFile } from '@nestjs/common';
import type { InputOf } from '@wuye/shared/kit';
import { messageRoutes as routes } from '@wuye/shared/message';
import { isProblem } from '../platform/errors/index.js';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { Deliveries } from './deliveries.js';
import { HandDeliveries } from './hand-deliveries.js';
import { Inbox } from './inbox.js';

/** 消息 and 送达情况 */
@Controller()
export class MessageController {
  constructor(
    private readonly inbox: Inbox,
    private readonly proof: Deliveries,
    private readonly hands: HandDeliveries,
  ) {}

  @Endpoint(routes.mine)
  mine(context: SignedIn, input: InputOf<typeof routes.mine>) {
    return this.inbox.mine(context, input);
  }

  @Endpoint(routes.unread)
  unread(context: SignedIn) {
    return this.inbox.unread(context);
  }

  @Endpoint(routes.markRead)
  markRead(context: SignedIn, input: InputOf<typeof routes.markRead>) {
    return this.inbox.markRead(context, input);
  }

  @Endpoint(routes.deliveries)
  deliveries(context: SignedIn, input: InputOf<typeof routes.deliveries>) {
    return this.proof.list(context, input);
  }

  @Endpoint(routes.recordHand)
  recordHand(context: SignedIn, input: InputOf<typeof routes.recordHand>) {
    return this.hands.record(context, input);
  }

  @Endpoint(routes.exportDeliveries)
  async exportDeliveries(context: SignedIn, input: InputOf<typeof routes.exportDeliveries>) {
    const lines = await this.proof.export(context, input);
    if (isProblem(lines)) return lines;
    void context.http.reply.header('cache-control', 'no-store');
    return new StreamableFile(Readable.from(lines, { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="deliveries.csv"',
    }) as never;
  }
}
