import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  AGREEMENT_VERSION,
  type BindingApplication as ApplicationView,
  canShowFace,
  type HouseView,
  type IdDocumentType,
  type identityRoutes,
  readPaper,
} from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import { SHARING_CONSENT_VERSION } from '@wuye/shared/privacy';
import { Access } from '../platform/access/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, newId } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import type { Subject } from './certifications.js';
import { type ApplicationState, BindingApplication, Consent } from './entities.js';
import { Offers } from './offers.js';
import { problem } from './problems.js';
import { SmsCodes } from './sms-codes.js';

type Tx = EntityManager;

const LIFETIME = 24 * 3_600_000;

/** One walk through 业主身份绑定 [SZ-O 1], kept on the server from the form to 提交绑定: the mainland card with face, other papers without. */
@Injectable()
export class Applications {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly work: Work,
    private readonly vault: Vault,
    private readonly codes: SmsCodes,
    private readonly offers: Offers,
  ) {}

  /** Takes the form; what the register holds is told only after the face check, where the paper allows one. */
  async start(context: SignedIn, { body }: InputOf<typeof identityRoutes.startBinding>): Promise<ApplicationView | Problem> {
    // Passing name and number on to the register, the phone to who sends SMS, is agreed to on its own (个人信息保护法 23).
    if (body.agreement !== AGREEMENT_VERSION || body.sharing !== SHARING_CONSENT_VERSION) return problem('BIND.AGREEMENT_OLD');
    const guess = await this.codes.guess(context, body.phone);
    const paper = readPaper(body);
    const subject = { ...paper, name: body.name, idType: body.idType, nationality: body.nationality?.trim() || null, phone: body.phone };
    return this.work.run(context, async (tx) => {
      const refused = await this.codes.redeem(tx, guess, body.smsCode, context.now);
      if (refused) return refused;
      await this.consent(tx, context, 'user-agreement', AGREEMENT_VERSION);
      await this.consent(tx, context, 'sharing', SHARING_CONSENT_VERSION);
      const made = await this.insert(tx, context, subject, 'bind');
      const found = canShowFace(body.idType, paper.idNumber) ? made : await this.toRegister(tx, made, 'face', context.now);
      const answer = await this.answer(tx, found);
      // That nothing was found is told when the application is read: it must stand, for a correction begins from it.
      return isProblem(answer) ? this.viewOf(found) : answer;
    });
  }

  /** A new application at its first step. */
  async insert(tx: Tx, { who, now }: SignedIn, subject: Subject, purpose: BindingApplication['purpose']): Promise<BindingApplication> {
    const seal = (field: string, text: string) => this.vault.seal(`binding_application.${field}`, text);
    const made: BindingApplication = {
      id: newId(now),
      accountId: who.accountId,
      state: 'face',
      purpose,
      name: seal('name', subject.name),
      idType: subject.idType as IdDocumentType,
      idNumber: seal('id_number', subject.idNumber),
      idNumberRaw: subject.idNumberRaw === null ? null : seal('id_number_raw', subject.idNumberRaw),
      nationality: subject.nationality,
      phone: seal('phone', subject.phone),
      faceVerifyId: null,
      faceFailures: 0,
      createdAt: now,
      expiresAt: new Date(now.getTime() + LIFETIME),
    };
    await tx.insert(BindingApplication, made);
    return made;
  }

  /** The caller's own application while it lasts; another's is not there. */
  async find(manager: Tx, context: SignedIn, id: string): Promise<BindingApplication | Problem> {
    const found = await manager.findOneBy(BindingApplication, { id });
    const open = found !== null && found.expiresAt > context.now && (await this.access.may(manager, context, 'identity.bind', found));
    return open ? found : problem('BIND.NOT_FOUND');
  }

  /** Where the application stands, with the houses once they may be shown, or its place in the queue. */
  async read(context: SignedIn, id: string): Promise<ApplicationView | Problem> {
    const found = await this.find(this.database.manager, context, id);
    return isProblem(found) ? found : this.answer(this.database.manager, found);
  }

  /**
   * What comes after the face check, or in its place: the table's houses at once, else a place in the queue before the register.
   * When another request was first, nothing is asked a second time.
   */
  async toRegister(tx: Tx, found: BindingApplication, from: 'face' | 'houses', now: Date): Promise<BindingApplication> {
    const state = this.offers.queued ? 'register' : 'houses';
    const expiresAt = this.offers.queued ? this.offers.keptUntil(now) : found.expiresAt;
    const { affected } = await tx.update(BindingApplication, { id: found.id, state: from }, { state, expiresAt });
    if (affected === 1 && this.offers.queued) await this.offers.ask(tx, found.id, this.subjectOf(found), now);
    return { ...found, state, expiresAt };
  }

  /** True when the register was asked too long ago for homes to be bound on its word: it has been asked again. */
  async askedAgain(found: BindingApplication, now: Date): Promise<boolean> {
    const { manager } = this.database;
    if (!this.offers.queued || (await this.offers.isFresh(manager, found.id, now))) return false;
    await this.database.transaction((tx) => this.toRegister(tx, found, 'houses', now));
    return true;
  }

  /** Whether the face check belongs to it: then nobody came past it without passing. */
  hasFace(found: BindingApplication): boolean {
    return found.idNumber !== '' && canShowFace(found.idType, this.subjectOf(found).idNumber);
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
  offered(manager: Tx, found: BindingApplication): Promise<HouseView[] | Problem> {
    return this.offers.under(manager, this.subjectOf(found));
  }

  /** Moves an application on by a conditional update; false when another request did so first. */
  async step(tx: Tx, id: string, from: ApplicationState, to: ApplicationState): Promise<boolean> {
    const { affected } = await tx.update(BindingApplication, { id, state: from }, { state: to });
    return affected === 1;
  }

  /** What was typed has gone to the person's row; here nothing of it stays. */
  async empty(tx: Tx, id: string): Promise<void> {
    await tx.update(BindingApplication, { id }, { name: '', idNumber: '', idNumberRaw: null, nationality: null, phone: '' });
  }

  /** Records consent to a text by its version. */
  async consent(tx: Tx, { who, now }: SignedIn, document: Consent['document'], version: string): Promise<void> {
    await tx.insert(Consent, { id: newId(now), accountId: who.accountId, document, version, at: now });
  }

  private async answer(manager: Tx, found: BindingApplication): Promise<ApplicationView | Problem> {
    const view = this.viewOf(found);
    if (view.step === 'register') return { ...view, turn: await this.offers.turnOf(manager, found.id) };
    if (view.step !== 'houses') return view;
    const houses = await this.offered(manager, found);
    return isProblem(houses) ? houses : { ...view, houses };
  }

  private viewOf(found: BindingApplication): ApplicationView {
    return { id: found.id, step: found.state, purpose: found.purpose, face: this.hasFace(found), houses: [], turn: null };
  }
}
