import { Injectable } from '@nestjs/common';
import { Outbox } from '../platform/outbox/index.js';

const NUMBER = /^\d{8}-\d{6}$/;

/** What was sent about a complaint is found by its number: each message is about one of its events. */
@Injectable()
export class Topics {
  constructor(outbox: Outbox) {
    outbox.useTopic(async (manager, topic) => {
      if (!NUMBER.test(topic)) return null;
      const events = 'SELECT e.id FROM complaint c JOIN complaint_event e ON e.complaint_id = c.id WHERE c.no = ? ORDER BY e.id';
      return ((await manager.query(events, [topic])) as { id: string }[]).map(({ id }) => id);
    });
  }
}
