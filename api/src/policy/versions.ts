import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { maskName } from '@wuye/shared/identity';
import type { InputOf, OutputOf } from '@wuye/shared/kit';
import {
  type Policy,
  policyChanges,
  policyDocument,
  readPolicy,
  policyFaults,
  type PolicyPreview,
  type policyRoutes,
  type PromisesView,
  type VersionRow,
  type VersionView,
} from '@wuye/shared/policy';
import { People } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Database, insertRows, newId } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Deadlines } from './deadlines.js';
import { CityPolicy } from './entities.js';
import { Policies } from './policies.js';
import { invalid, problem } from './problems.js';
import { saving } from './saving.js';

type Save = InputOf<typeof policyRoutes.savePolicy>;
type Versions = OutputOf<typeof policyRoutes.readVersions>;

/** Which city's rules a document is of is no matter of opinion: every complaint names it. */
function strangeKey({ key }: Policy, current: Policy): Problem | null {
  return key === current.key ? null : invalid([{ at: '规则', words: `这里是${current.city}的规则，不能换成别的城市` }]);
}

/** 规则设置: the city's rules as versions. A version is never changed; the next one is what new complaints are born under. */
@Injectable()
export class PolicyVersions {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly people: People,
    private readonly policies: Policies,
    private readonly deadlines: Deadlines,
  ) {}

  /** What anyone's page says a deadline by. */
  async promises({ now }: SignedIn): Promise<PromisesView> {
    const { version, policy, calendar } = await this.policies.rules(now);
    const { key, city, workingTime, clocks, agreed, channels, sources } = policy;
    const years = calendar.map((year) => ({ ...year, holidays: [...year.holidays], workdays: [...year.workdays] }));
    return { version, key, city, workingTime, clocks, agreed, channels, sources, years };
  }

  /** All of them, the newest first. */
  async list(context: SignedIn): Promise<Versions | Problem> {
    const { manager } = this.database;
    const refused = await this.access.refuses(manager, context, 'policy.read', {});
    if (refused) return refused;
    const rows = await manager.find(CityPolicy, {
      select: { id: true, version: true, note: true, createdBy: true, createdAt: true },
      order: { version: 'DESC' },
    });
    const items = await Promise.all(rows.map((row) => this.rowOf(manager, row)));
    return { items: [...items, PRESET] };
  }

  /** One in full. */
  async read(context: SignedIn, { params }: InputOf<typeof policyRoutes.readVersion>): Promise<VersionView | Problem> {
    const { manager } = this.database;
    const refused = await this.access.refuses(manager, context, 'policy.read', {});
    if (refused) return refused;
    return this.show(manager, params.version === 'current' ? await this.newest(manager) : Number(params.version));
  }

  /** What a document would do: nothing is written. */
  async preview(context: SignedIn, { body }: InputOf<typeof policyRoutes.previewPolicy>): Promise<PolicyPreview | Problem> {
    const { manager } = this.database;
    const refused = await this.access.refuses(manager, context, 'policy.draft', {});
    if (refused) return refused;
    const current = await this.policies.version(await this.newest(manager), manager);
    const faults = policyFaults(body.document);
    const open = await this.deadlines.of.open(manager);
    const read = policyDocument.safeParse(body.document);
    const changes = read.success && faults.length === 0 ? policyChanges(current as Policy, readPolicy(body.document)) : [];
    return { faults, changes, open, touched: 0 };
  }

  /** The next version. Of two who edited the same one the first wins: the unique index on the version, too, lets one through. */
  save(context: SignedIn, input: Save): Promise<VersionView | Problem> {
    return saving(this.policies, () => this.work.run(context, (tx) => this.insert(tx, context, input)));
  }

  private async insert(tx: EntityManager, context: SignedIn, { body }: Save): Promise<VersionView | Problem> {
    const refused = await this.access.refuses(tx, context, 'policy.edit', {});
    if (refused) return refused;
    const faults = policyFaults(body.document);
    if (faults.length > 0) return invalid(faults);
    const document = readPolicy(body.document);
    const newest = await this.newest(tx);
    if (newest !== body.basedOn) return problem('POLICY.CHANGED');
    const current = (await this.policies.version(newest, tx)) as Policy;
    const strange = strangeKey(document, current);
    if (strange) return strange;
    const changes = policyChanges(current, document);
    if (changes.length === 0) return problem('POLICY.UNCHANGED');
    const { now, who } = context;
    const version = newest + 1;
    await insertRows(tx, CityPolicy, [{ id: newId(now), version, document, note: body.note, createdBy: who.personId ?? who.accountId, createdAt: now }]);
    await this.audit.record(tx, context, 'policy.edit', `policy:${version}`, { changes: changes.length });
    return this.show(tx, version);
  }

  private async newest(manager: EntityManager): Promise<number> {
    const [newest] = await manager.find(CityPolicy, { select: { id: true, version: true }, order: { version: 'DESC' }, take: 1 });
    return newest?.version ?? 0;
  }

  private async show(manager: EntityManager, version: number): Promise<VersionView | Problem> {
    const document = await this.policies.version(version, manager);
    if (!document) return problem('POLICY.NOT_FOUND');
    const row = version === 0 ? null : await manager.findOneByOrFail(CityPolicy, { version });
    const before = version === 0 ? document : ((await this.policies.version(version - 1, manager)) as Policy);
    const shown = row ? await this.rowOf(manager, row) : PRESET;
    return { ...shown, document, changes: policyChanges(before, document), current: await this.newest(manager) };
  }

  private async rowOf(manager: EntityManager, row: Pick<CityPolicy, 'version' | 'note' | 'createdBy' | 'createdAt'>): Promise<VersionRow> {
    const person = await this.people.details(manager, row.createdBy);
    return { version: row.version, note: row.note, by: person ? maskName(person.name) : '', at: row.createdAt.toISOString() };
  }
}

const PRESET: VersionRow = { version: 0, note: '平台自带的规则', by: '', at: null };
