import { Inject, Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { maskName } from '@wuye/shared/identity';
import { type InputOf, type RevealReasonKind, type Role, roles } from '@wuye/shared/kit';
import type { LookView, PrivacyView, privacyRoutes } from '@wuye/shared/privacy';
import { Communities } from '../community/index.js';
import { Account, People } from '../identity/index.js';
import { AuditEntry } from '../platform/audit/index.js';
import { CONFIG, type Config } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { type DataSubject, PersonalData } from '../platform/personal/index.js';

/** 我的 - 隐私: what is held of the caller, and who looked at it. */
@Injectable()
export class PrivacyPages {
  constructor(
    private readonly database: Database,
    private readonly personalData: PersonalData,
    private readonly communities: Communities,
    private readonly people: People,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The caller, as holders know them. */
  async subject({ who }: SignedIn): Promise<DataSubject> {
    const { id, personId, openid } = await this.database.manager.findOneByOrFail(Account, { id: who.accountId });
    return { accountId: id, personId, openid };
  }

  /** 查看 */
  async view(context: SignedIn): Promise<PrivacyView> {
    const holdings = await this.personalData.describe(this.database.manager, await this.subject(context));
    return {
      holdings: holdings.map(({ key, count, values = [] }) => ({ key, count, values: [...values] })),
      offices: await this.offices(context),
      auditDays: this.config.AUDIT_KEEP_DAYS,
    };
  }

  /** The offices that the caller holds now, whether or not this device was proved. */
  async offices(context: SignedIn): Promise<PrivacyView['offices']> {
    const grants = await this.people.grants(this.database.manager, context.who.personId, context.now);
    const held = grants.filter(({ role }) => role !== 'owner' && role !== 'entrusted_person');
    const names = await this.communities.scopeNames(held);
    return held.map(({ role, scopeType, scopeId }) => ({ role, scopeName: names.get(`${scopeType}:${scopeId}`) ?? '' }));
  }

  /** 谁看过我的信息, newest first. */
  async looks({ who }: SignedIn, { query }: InputOf<typeof privacyRoutes.looks>): Promise<{ items: LookView[]; next: string | null }> {
    const about = In([who.accountId, ...(who.personId === null ? [] : [who.personId])]);
    const rows = await this.database.manager.find(AuditEntry, {
      where: { about, ...(query.after && { id: LessThan(query.after) }) },
      order: { id: 'DESC' },
      take: query.limit + 1,
    });
    const shown = rows.slice(0, query.limit);
    const names = shown.length > 0 ? await this.people.contactsOf([...new Set(shown.map(({ accountId }) => accountId))]) : new Map<string, { name: string }>();
    return {
      items: shown.map((entry) => lookOf(entry, maskName(names.get(entry.accountId)?.name ?? ''))),
      next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
    };
  }
}

function lookOf({ id, at, action, subject, detail }: AuditEntry, name: string): LookView {
  const role = roles.includes(detail?.role as Role) ? (detail?.role as Role) : null;
  const reason = typeof detail?.reason === 'string' ? (detail.reason as RevealReasonKind) : null;
  return { id, at: at.toISOString(), action, subject, role, name, reason, words: typeof detail?.words === 'string' ? detail.words : '' };
}
