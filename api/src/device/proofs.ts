import { Injectable } from '@nestjs/common';
import { deviceErrors, type deviceRoutes } from '@wuye/shared/device';
import { maskPhone, type SessionView } from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import { People, SmsCodes } from '../identity/index.js';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, sqlInstant } from '../platform/database/index.js';
import { isProblem, type Problem, problemsOf } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';

const problem = problemsOf(deviceErrors);

/** The newest office held: the phone that those above registered last. */
const OFFICE = `SELECT phone FROM appointment WHERE person_id = ? AND ended_at IS NULL AND (term_ends_at IS NULL OR term_ends_at > ?)
  ORDER BY appointed_at DESC, id DESC LIMIT 1`;

/** A device that was not seen before proves the phone that is registered, and no other that its holder may have at hand. */
@Injectable()
export class Proofs {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly vault: Vault,
    private readonly codes: SmsCodes,
    private readonly people: People,
    private readonly audit: Audit,
  ) {}

  /** A code to the registered phone; where it goes is told masked. */
  async send(context: SignedIn): Promise<{ phone: string; resendAfter: number } | Problem> {
    const phone = await this.phoneOf(context);
    if (phone === null) return problem('DEVICE.NO_PHONE');
    const sent = await this.codes.sendTo(context, phone);
    return isProblem(sent) ? sent : { phone: maskPhone(phone), ...sent };
  }

  /** Uses the code; `SmsCodes` counts the device as proved, as wherever a registered phone is proved. */
  async prove(context: SignedIn, { body }: InputOf<typeof deviceRoutes.prove>): Promise<SessionView | Problem> {
    const phone = await this.phoneOf(context);
    if (phone === null) return problem('DEVICE.NO_PHONE');
    const { now, who } = context;
    const guess = await this.codes.guess(context, phone);
    const proved = await this.work.run(context, async (tx) => {
      const wrong = await this.codes.redeem(tx, guess, body.smsCode, now);
      if (wrong) return wrong;
      await this.audit.record(tx, context, 'device.prove', `account:${who.accountId}`);
      return { proved: true };
    });
    return isProblem(proved) ? proved : this.people.session(context);
  }

  private async phoneOf({ who: { personId }, now }: SignedIn): Promise<string | null> {
    if (personId === null) return null;
    const { manager } = this.database;
    const [office] = (await manager.query(OFFICE, [personId, sqlInstant(now)])) as { phone: string }[];
    if (office) return this.vault.open('appointment.phone', office.phone);
    return (await this.people.details(manager, personId))?.phone ?? null;
  }
}
