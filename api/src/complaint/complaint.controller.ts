import { Controller } from '@nestjs/common';
import { complaintRoutes as routes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { Additions } from './additions.js';
import { Contacts } from './contacts.js';
import { Handling } from './handling.js';
import { ComplaintLists } from './lists.js';
import { Reads } from './reads.js';
import { Submissions } from './submissions.js';
import { Verdicts } from './verdicts.js';
import { WorkList } from './work-list.js';

/** 业主有话说 */
@Controller()
export class ComplaintController {
  constructor(
    private readonly submissions: Submissions,
    private readonly lists: ComplaintLists,
    private readonly workList: WorkList,
    private readonly reads: Reads,
    private readonly handling: Handling,
    private readonly contacts: Contacts,
    private readonly verdicts: Verdicts,
    private readonly additions: Additions,
  ) {}

  @Endpoint(routes.submit)
  submit(context: SignedIn, input: InputOf<typeof routes.submit>) {
    return this.submissions.submit(context, input);
  }

  @Endpoint(routes.mine)
  mine(context: SignedIn, input: InputOf<typeof routes.mine>) {
    return this.lists.mine(context, input);
  }

  @Endpoint(routes.work)
  work(context: SignedIn, input: InputOf<typeof routes.work>) {
    return this.workList.page(context, input);
  }

  @Endpoint(routes.unread)
  unread(context: SignedIn, input: InputOf<typeof routes.unread>) {
    return this.workList.unread(context, input);
  }

  @Endpoint(routes.markRead)
  markRead(context: SignedIn, input: InputOf<typeof routes.markRead>) {
    return this.reads.mark(context, input);
  }

  @Endpoint(routes.read)
  read(context: SignedIn, { params }: InputOf<typeof routes.read>) {
    return this.lists.read(context, params.no);
  }

  @Endpoint(routes.respond)
  respond(context: SignedIn, input: InputOf<typeof routes.respond>) {
    return this.handling.respond(context, input);
  }

  @Endpoint(routes.supplement)
  supplement(context: SignedIn, input: InputOf<typeof routes.supplement>) {
    return this.additions.supplement(context, input);
  }

  @Endpoint(routes.withdraw)
  withdraw(context: SignedIn, input: InputOf<typeof routes.withdraw>) {
    return this.additions.withdraw(context, input);
  }

  @Endpoint(routes.close)
  close(context: SignedIn, input: InputOf<typeof routes.close>) {
    return this.handling.close(context, input);
  }

  @Endpoint(routes.judge)
  judge(context: SignedIn, input: InputOf<typeof routes.judge>) {
    return this.verdicts.judge(context, input);
  }

  @Endpoint(routes.rate)
  rate(context: SignedIn, input: InputOf<typeof routes.rate>) {
    return this.verdicts.rate(context, input);
  }

  @Endpoint(routes.contact)
  contact(context: SignedIn, input: InputOf<typeof routes.contact>) {
    return this.contacts.reveal(context, input);
  }
}
