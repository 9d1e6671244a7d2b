import { Injectable } from '@nestjs/common';
import { callerActs, type CallerView, complaintRow, type complaintRoutes, type ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { redactWords } from '@wuye/shared/privacy';
import { Vault } from '../platform/crypto/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { Context } from '../platform/http/index.js';
import { CallerLinks, type Opened } from './caller-links.js';
import { Steps } from './steps.js';
import { ComplaintViews } from './complaint-views.js';
import { Verdicts } from './verdicts.js';

type Input<Name extends keyof typeof complaintRoutes> = InputOf<(typeof complaintRoutes)[Name]>;

/** Whose words are the submitter's own side: the page does not repeat them, for whoever holds the phone reads it. */
const SUBMITTERS: ReadonlySet<string> = new Set(['submitter', 'joiner']);

/** A caller's page without sign-in. What they say goes through the owner's own services. */
@Injectable()
export class CallerPage {
  constructor(
    private readonly database: Database,
    private readonly links: CallerLinks,
    private readonly steps: Steps,
    private readonly views: ComplaintViews,
    private readonly verdicts: Verdicts,
    private readonly vault: Vault,
  ) {}

  read(asked: Context, { body }: Input<'callerRead'>): Promise<CallerView | Problem> {
    return this.within(asked, body.token, async ({ context, complaint }) => {
      const reached = await this.steps.reach(this.database.manager, context, complaint.no, 'complaint.read');
      return isProblem(reached) ? reached : this.views.of(this.database.manager, context, reached);
    });
  }

  judge(asked: Context, { body: { token, ...body } }: Input<'callerJudge'>): Promise<CallerView | Problem> {
    return this.within(asked, token, ({ context, complaint: { no } }) => this.verdicts.judge(context, { params: { no }, body }));
  }

  rate(asked: Context, { body: { token, ...body } }: Input<'callerRate'>): Promise<CallerView | Problem> {
    return this.within(asked, token, ({ context, complaint: { no } }) => this.verdicts.rate(context, { params: { no }, body }));
  }

  private async within(asked: Context, token: string, act: (opened: Opened) => Promise<ComplaintView | Problem>): Promise<CallerView | Problem> {
    const opened = await this.links.open(asked, token);
    if (isProblem(opened)) return opened;
    const view = await act(opened);
    if (isProblem(view)) return view;
    const { caller } = opened.complaint;
    return callerViewOf(view, caller === null ? '' : this.vault.open('complaint.caller', caller));
  }
}

/** Without anything of a person: not what was reported, not who did, no picture, and of who answered the office alone. */
function callerViewOf(view: ComplaintView, caller: string): CallerView {
  const { class: cls, level, closingReason, handler, clocks } = view;
  const events = view.events
    .filter(({ by }) => by.role !== 'joiner')
    .map(({ id, at, kind, by: { role }, words }) => ({ id, at, kind, role, words: SUBMITTERS.has(role) ? '' : redactWords(words, caller) }));
  const can = callerActs.filter((act) => view.can.includes(act));
  // A row of a list has nothing of a person, and the rest of a view has.
  return { ...complaintRow.parse(view), class: cls, level, closingReason, handler, clocks, events, can };
}
