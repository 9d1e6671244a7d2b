import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AGREEMENT_VERSION, type BindingApplication as ApplicationView, type HouseView, type identityRoutes } from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import { Communities, TitleRegister } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, newId } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import type { Subject } from './certifications.js';
import { type ApplicationState, BindingApplication, Consent } from './entities.js';
import { problem } from './problems.js';
import { SmsCodes } from './sms-codes.js';

type Tx = EntityManager;

const LIFETIME = 24 * 3_600_000;

/** One walk through 业主身份绑定 for a mainland id card [SZ-O 1 (一)], kept on the server from the form to 提交绑定. */
@Injectable()
export class Applications {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly work: Work,
    private readonly vault: Vault,
    private readonly codes: SmsCodes,
    private readonly register: TitleRegister,
    private readonly communities: Communities,
  ) {}

  /** Takes the form; what the register holds is told only after the face check. */
  async start(context: SignedIn, { body }: InputOf<typeof identityRoutes.startBinding>): Promise<ApplicationView | Problem> {
    if (body.agreement !== AGREEMENT_VERSION) return problem('BIND.AGREEMENT_OLD');
    const guess = await this.codes.guess(context, body.phone);
    const { now, who } = context;
    return this.work.run(context, async (tx) => {
      const refused = await this.codes.redeem(tx, guess, body.smsCode, now);
      if (refused) return refused;
      const id = newId(now);
      await this.consent(tx, context, 'user-agreement', AGREEMENT_VERSION);
      await tx.insert(BindingApplication, {
        id,
        accountId: who.accountId,
        state: 'face',
        purpose: 'bind',
        name: this.vault.seal('binding_application.name', body.name),
        idType: body.idType,
        idNumberRaw: null,
        nationality: null,
        idNumber: this.vault.seal('binding_application.id_number', body.idNumber),
        phone: this.vault.seal('binding_application.phone', body.phone),
        faceVerifyId: null,
        faceFailures: 0,
        createdAt: now,
        expiresAt: new Date(now.getTime() + LIFETIME),
      });
      return { id, step: 'face' as const, houses: [] };
    });
  }

  /** The caller's own application while it lasts; another's is not there. */
  async find(manager: Tx, context: SignedIn, id: string): Promise<BindingApplication | Problem> {
    const found = await manager.findOneBy(BindingApplication, { id });
    const open = found !== null && found.expiresAt > context.now && (await this.access.may(manager, context, 'identity.bind', found));
    return open ? found : problem('BIND.NOT_FOUND');
  }

  /** Where the application stands, with the houses once they may be shown. */
  async read(context: SignedIn, id: string): Promise<ApplicationView | Problem> {
    const found = await this.find(this.database.manager, context, id);
    if (isProblem(found)) return found;
    if (found.state !== 'houses') return { id, step: found.state, houses: [] };
    const houses = await this.offered(this.database.manager, found);
    return isProblem(houses) ? houses : { id, step: 'houses', houses };
  }

  /** What was typed, opened. */
  subjectOf(found: BindingApplication): Subject {
    return {
      name: this.vault.open('binding_application.name', found.name),
      idType: found.idType,
      idNumberRaw: found.idNumberRaw && this.vault.open('binding_application.id_number_raw', found.idNumberRaw),
      nationality: found.nationality,
      idNumber: this.vault.open('binding_application.id_number', found.idNumber),
      phone: this.vault.open('binding_application.phone', found.phone),
    };
  }

  /** The houses that the register holds under the application's name and number. */
  async offered(manager: Tx, found: BindingApplication): Promise<HouseView[] | Problem> {
    const titles = await this.register.find(manager, this.subjectOf(found));
    if (titles.length === 0) return problem('BIND.NO_TITLE');
    const houses = await this.communities.houses(
      manager,
      titles.flatMap(({ houseId }) => houseId ?? []),
    );
    return houses.length === 0 ? problem('BIND.HOUSE_MISSING') : houses;
  }

  /** Moves an application on by a conditional update; false when another request did so first. */
  async step(tx: Tx, id: string, from: ApplicationState, to: ApplicationState): Promise<boolean> {
    const { affected } = await tx.update(BindingApplication, { id, state: from }, { state: to });
    return affected === 1;
  }

  /** What was typed has gone to the person's row; here nothing of it stays. */
  async empty(tx: Tx, id: string): Promise<void> {
    await tx.update(BindingApplication, { id }, { name: '', idNumber: '', phone: '' });
  }

  /** Records consent to a text by its version. */
  async consent(tx: Tx, { who, now }: SignedIn, document: Consent['document'], version: string): Promise<void> {
    await tx.insert(Consent, { id: newId(now), accountId: who.accountId, document, version, at: now });
  }
}
