import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { Communities } from '../community/index.js';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { type Draft, Outbox } from '../platform/outbox/index.js';
import { type Moved, numbersOf, TitleChanges } from '../register/index.js';
import { Account, Binding, Person } from './entities.js';

/**
 * A title moved (sale, inheritance, divorce): bindings of who owns it no longer end, co-owners who stay keep theirs. The former owner
 * is told, and who owns it now, where we know them; it is theirs to bind. Ours: the manual only says that such a house is not found.
 */
@Injectable()
export class TitleMoves {
  constructor(
    private readonly vault: Vault,
    private readonly communities: Communities,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    changes: TitleChanges,
  ) {
    changes.useMoves((tx, moved, now) => this.settle(tx, moved, now));
  }

  private async settle(tx: EntityManager, { id: change, houseId, kind, owners }: Moved, now: Date): Promise<void> {
    const numbers = new Set(owners.flatMap(numbersOf));
    const bindings = await tx.findBy(Binding, { houseId });
    const bound = await tx.findBy(Person, { id: In(bindings.map(({ personId }) => personId)) });
    const former = bound.filter((person) => !this.owns(person, numbers));
    const accounts = await this.accountsOf(tx, former);
    for (const { id } of former) {
      await tx.delete(Binding, { personId: id, houseId });
      const detail = { house: houseId, kind };
      await this.audit.record(tx, { now, who: { accountId: accounts.get(id) ?? id } }, 'binding.title-moved', `person:${id}`, detail);
    }
    const gained = await this.newcomers(tx, numbers, bound);
    const [house] = await this.communities.houses(tx, [houseId]);
    const draft = (side: 'binding.ended' | 'binding.title-gained', recipient: string): Draft => ({
      kind: side,
      subject: `title:${change}`,
      recipient,
      communityId: house?.communityId ?? null,
      data: { community: house?.communityName ?? '', at: formatTemplateTime(now.getTime()) },
    });
    await this.outbox.add(tx, now, [
      ...[...accounts.values()].map((id) => draft('binding.ended', id)),
      ...gained.map((id) => draft('binding.title-gained', id)),
    ]);
  }

  private owns({ idNumber }: Person, numbers: ReadonlySet<string>): boolean {
    return idNumber !== null && numbersOf(this.vault.open('person.id_number', idNumber)).some((number) => numbers.has(number));
  }

  /** Owners whom we know and who have not bound this house. */
  private async newcomers(tx: EntityManager, numbers: ReadonlySet<string>, bound: readonly Person[]): Promise<string[]> {
    if (numbers.size === 0) return [];
    const hashes = [...numbers].flatMap((number) => this.vault.indexes('person.id_number', number));
    const known = await tx.findBy(Person, { idNumberHash: In(hashes) });
    return [
      ...(
        await this.accountsOf(
          tx,
          known.filter(({ id }) => !bound.some((each) => each.id === id)),
        )
      ).values(),
    ];
  }

  private async accountsOf(tx: EntityManager, people: readonly Person[]): Promise<Map<string, string>> {
    if (people.length === 0) return new Map();
    const accounts = await tx.findBy(Account, { personId: In(people.map(({ id }) => id)) });
    return new Map(accounts.flatMap(({ id, personId }) => (personId === null ? [] : [[personId, id] as const])));
  }
}
