import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { isProblem } from '../platform/errors/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { type Answer, RegisterQueue } from '../register/index.js';
import { Applications } from './applications.js';
import { BindingApplication } from './entities.js';

/** Who waited no longer than this is still on the page, which shows the answer itself. Ours. */
const ON_THE_PAGE = 5_000;
/** How long an answered application may be gone on with. Ours. */
const KEPT = 3 * 24 * 3_600_000;

/** The register has answered: the application goes on, and who may have left is told (screens 4, text 3: 查到后微信通知您). */
@Injectable()
export class RegisterAnswers {
  constructor(
    private readonly applications: Applications,
    private readonly outbox: Outbox,
    queue: RegisterQueue,
  ) {
    queue.useAnswers((tx, answer, now) => this.take(tx, answer, now));
  }

  private async take(tx: EntityManager, { subjectId, titles, askedAt }: Answer, now: Date): Promise<void> {
    const found = await tx.findOneBy(BindingApplication, { id: subjectId });
    if (found?.state !== 'register') return;
    const state = titles === null ? ('done' as const) : ('houses' as const);
    await tx.update(BindingApplication, { id: found.id, state: 'register' }, { state, expiresAt: new Date(now.getTime() + KEPT) });
    const outcome = titles === null ? 'failed' : await this.outcome(tx, found);
    if (titles === null) await this.applications.empty(tx, found.id);
    if (now.getTime() - askedAt.getTime() <= ON_THE_PAGE) return;
    await this.outbox.add(tx, now, [
      {
        kind: 'binding.register-done',
        subject: `application:${found.id}:${now.getTime()}`,
        recipient: found.accountId,
        data: { application: found.id, found: outcome, at: formatTemplateTime(now.getTime()) },
      },
    ]);
  }

  private async outcome(tx: EntityManager, found: BindingApplication): Promise<string> {
    const houses = await this.applications.offered(tx, found);
    if (!isProblem(houses)) return 'houses';
    return houses.code === 'BIND.NO_TITLE' ? 'no-title' : 'no-house';
  }
}
