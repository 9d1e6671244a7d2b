import { Injectable } from '@nestjs/common';
import { maskPhone } from '@wuye/shared/identity';
import { privacyErrors } from '@wuye/shared/privacy';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { type Problem, problemsOf } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Person } from './entities.js';
import { SmsCodes } from './sms-codes.js';

const problem = problemsOf(privacyErrors);

/** 更正 of the phone: the new one is proved by SMS (个人信息保护法 46). A name or id number is put right at the property register. */
@Injectable()
export class PhoneChange {
  constructor(
    private readonly work: Work,
    private readonly codes: SmsCodes,
    private readonly vault: Vault,
    private readonly audit: Audit,
  ) {}

  async change(context: SignedIn, { phone, smsCode }: { phone: string; smsCode: string }): Promise<{ phone: string } | Problem> {
    const { personId, accountId } = context.who;
    if (personId === null) return problem('PRIVACY.NO_PERSON');
    const guess = await this.codes.guess(context, phone);
    return this.work.run(context, async (tx) => {
      const wrong = await this.codes.redeem(tx, guess, smsCode, context.now);
      if (wrong) return wrong;
      const facts = { phone: this.vault.seal('person.phone', phone), phoneHash: this.vault.index('person.phone', phone) };
      await tx.update(Person, { id: personId }, facts);
      await this.audit.record(tx, context, 'person.phone', `person:${personId}`, null, accountId);
      return { phone: maskPhone(phone) };
    });
  }
}
