import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { maskPhone } from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import { type ConfirmState, securityErrors, type securityRoutes } from '@wuye/shared/security';
import { SmsCodes } from '../identity/index.js';
import { CONFIRMED_FOR, isConfirmed } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, platformProblem, type Problem, problemsOf } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Sessions } from '../platform/session/index.js';
import { Authenticators } from './authenticators.js';
import { RegisteredPhones } from './registered-phones.js';

const problem = problemsOf(securityErrors);

/** The second factor of a session: a code to the registered phone, or one of the authenticator app. */
@Injectable()
export class Confirmations {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly phones: RegisteredPhones,
    private readonly codes: SmsCodes,
    private readonly authenticators: Authenticators,
    private readonly sessions: Sessions,
    private readonly audit: Audit,
  ) {}

  /** Whether this session is confirmed, and how it can be. */
  read(context: SignedIn): Promise<ConfirmState> {
    return this.state(this.database.manager, context, isConfirmed(context) ? context.who.confirmedAt : null);
  }

  /** A code to the phone that the office is registered with: a phone that someone proved for a home since does not count. */
  async sendCode(context: SignedIn): Promise<{ resendAfter: number } | Problem> {
    const phone = await this.phones.of(this.database.manager, context);
    return phone === null ? problem('SECURITY.NO_OFFICE') : this.codes.sendTo(context, phone);
  }

  /** Proves a second factor. */
  async confirm(context: SignedIn, { body }: InputOf<typeof securityRoutes.confirm>): Promise<ConfirmState | Problem> {
    const { now, who } = context;
    const phone = await this.phones.of(this.database.manager, context);
    if (phone === null || who.personId === null) return problem('SECURITY.NO_OFFICE');
    const { personId } = who;
    const guess = body.way === 'sms' ? await this.codes.guess(context, phone) : await this.authenticators.guess(context);
    if (isProblem(guess)) return guess;
    return this.work.run(context, async (tx) => {
      const wrong = body.way === 'sms' ? await this.codes.redeem(tx, guess, body.code, now) : await this.authenticators.redeem(tx, personId, body.code, now);
      if (wrong) return wrong;
      await this.sessions.confirm(tx, who.sessionId, now);
      await this.audit.record(tx, context, 'session.confirm', `person:${personId}`, { way: body.way });
      return this.state(tx, context, now);
    });
  }

  /** Begins to enrol an authenticator: an act that needs the other factor first. */
  async enrol(context: SignedIn): Promise<{ uri: string; secret: string; svg: string } | Problem> {
    const { now, who } = context;
    const { personId } = who;
    const phone = await this.phones.of(this.database.manager, context);
    if (phone === null || personId === null) return problem('SECURITY.NO_OFFICE');
    if (!isConfirmed(context)) return platformProblem('ACCESS.CONFIRM');
    const begun = await this.work.run(context, (tx) => this.authenticators.enrol(tx, personId, maskPhone(phone), now));
    return isProblem(begun) ? begun : { ...begun, svg: await this.authenticators.picture(begun.uri) };
  }

  /** The app's first code: from now on it counts. */
  async activate(context: SignedIn, { body }: InputOf<typeof securityRoutes.activateAuthenticator>): Promise<ConfirmState | Problem> {
    const { now, who } = context;
    const { personId } = who;
    if (!isConfirmed(context)) return platformProblem('ACCESS.CONFIRM');
    if (personId === null) return problem('SECURITY.NOT_ENROLLED');
    const refused = await this.authenticators.guess(context);
    if (refused) return refused;
    return this.work.run(context, async (tx) => {
      const wrong = await this.authenticators.redeem(tx, personId, body.code, now, true);
      if (wrong) return wrong;
      await this.audit.record(tx, context, 'authenticator.enrol', `person:${personId}`);
      return this.state(tx, context, who.confirmedAt);
    });
  }

  /** Takes one's own authenticator off. */
  async remove(context: SignedIn): Promise<ConfirmState | Problem> {
    const { personId, confirmedAt } = context.who;
    if (!isConfirmed(context)) return platformProblem('ACCESS.CONFIRM');
    return this.work.run(context, async (tx) => {
      if (personId === null || !(await this.authenticators.remove(tx, personId))) return problem('SECURITY.NOT_ENROLLED');
      await this.audit.record(tx, context, 'authenticator.remove', `person:${personId}`);
      return this.state(tx, context, confirmedAt);
    });
  }

  private async state(manager: EntityManager, context: SignedIn, confirmedAt: Date | null): Promise<ConfirmState> {
    const phone = await this.phones.of(manager, context);
    const { personId } = context.who;
    return {
      confirmedUntil: confirmedAt && new Date(confirmedAt.getTime() + CONFIRMED_FOR).toISOString(),
      phone: phone && maskPhone(phone),
      authenticator: personId !== null && (await this.authenticators.has(manager, personId)),
    };
  }
}
