import { Injectable } from '@nestjs/common';
import { type BindingApplication as ApplicationView, canShowFace } from '@wuye/shared/identity';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Applications } from './applications.js';
import { Certifications } from './certifications.js';
import { BindingApplication, Person } from './entities.js';
import { problem } from './problems.js';

/** What a passed face check leads to: the register's houses, or the certificate that a bound owner lacked (+身份认证 [SZ-O 1 (三)]). */
@Injectable()
export class LaterCertificate {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly vault: Vault,
    private readonly applications: Applications,
    private readonly certifications: Certifications,
    private readonly audit: Audit,
  ) {}

  /** Begins a face check for who is bound without: nothing is typed again, the papers are those of the binding. */
  async start(context: SignedIn): Promise<ApplicationView | Problem> {
    return this.work.run(context, async (tx) => {
      const person = context.who.personId === null ? null : await tx.findOneBy(Person, { id: context.who.personId });
      if (!person?.idNumber) return problem('BIND.NOT_BOUND');
      if (person.certified !== 'none') return problem('BIND.CERTIFIED');
      const open = (field: string, sealed: string) => this.vault.open(`person.${field}`, sealed);
      const [idType, idNumber] = [person.idType ?? 'resident', open('id_number', person.idNumber)];
      if (!canShowFace(idType, idNumber)) return problem('BIND.FACE_PAPER');
      // What the title certificate prints stays: certifying writes the whole person anew.
      const papers = { idType, idNumber, idNumberRaw: person.idNumberRaw && open('id_number_raw', person.idNumberRaw), nationality: person.nationality };
      const subject = { name: open('name', person.name), ...papers, phone: open('phone', person.phone) };
      const { id } = await this.applications.insert(tx, context, subject, 'certify');
      return { id, step: 'face' as const, purpose: 'certify' as const, face: true, houses: [], turn: null };
    });
  }

  /** The face was that of the papers' holder. Asked twice at once, it is done once. */
  async passed(context: SignedIn, found: BindingApplication): Promise<Problem | null> {
    const { now, who } = context;
    const ended = await this.database.transaction(async (tx) => {
      if (found.purpose === 'bind') {
        await this.applications.toRegister(tx, found, 'face', now);
        return { done: true };
      }
      if (!(await this.applications.step(tx, found.id, 'face', 'done'))) return { done: false };
      const personId = await this.certifications.certify(tx, who.accountId, this.applications.subjectOf(found), 'face', now);
      if (isProblem(personId)) return personId;
      await this.audit.record(tx, context, 'person.certify', `person:${personId}`, { way: 'face' });
      await this.applications.empty(tx, found.id);
      return { done: true };
    });
    return isProblem(ended) ? ended : null;
  }
}
