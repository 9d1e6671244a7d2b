import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import { numbersOf } from '@wuye/shared/certificate';
import { fifteenDigitForm, nameKey } from '@wuye/shared/identity';
import { Vault } from '../platform/crypto/index.js';
import { isDuplicate, newId } from '../platform/database/index.js';
import { Building, House, Title } from './entities.js';

/** A row of the property register, opened for who checks it. */
export interface RegisterRow {
  readonly id: string;
  readonly houseId: string | null;
  readonly name: string;
  readonly idType: string;
  readonly idNumber: string;
  readonly registeredAt: Date;
}

/** A house as a title certificate describes it. `area` is exclusive, in 0.01 m². */
export interface HouseFacts {
  readonly communityId: string;
  readonly building: string;
  readonly house: string;
  readonly area: number;
}

/** What those who check papers see of the register, and put right in it. Who may is asked by the features that call. */
@Injectable()
export class RegisterDesk {
  constructor(private readonly vault: Vault) {}

  /** The rows under a number, whatever the name; also under the number's 15-digit form. */
  async under(manager: EntityManager, idNumber: string): Promise<RegisterRow[]> {
    const numbers = [...numbersOf(idNumber), fifteenDigitForm(idNumber)].filter((number) => number !== null);
    const hashes = numbers.flatMap((number) => this.vault.indexes('title.id_number', number));
    return this.rows(await manager.find(Title, { where: { idNumberHash: In(hashes) }, order: { id: 'ASC' } }));
  }

  /** The rows of a house. */
  async ofHouse(manager: EntityManager, houseId: string): Promise<RegisterRow[]> {
    return this.rows(await manager.find(Title, { where: { houseId }, order: { id: 'ASC' } }));
  }

  /** One row. */
  async row(manager: EntityManager, id: string): Promise<RegisterRow | null> {
    return this.rows(await manager.findBy(Title, { id }))[0] ?? null;
  }

  /** The house of this name, if the base data has it. */
  async houseNamed(manager: EntityManager, { communityId, building, house }: Omit<HouseFacts, 'area'>): Promise<House | null> {
    const found = await manager.findOneBy(Building, { communityId, name: building });
    return found && manager.findOneBy(House, { buildingId: found.id, name: house });
  }

  /** The house of this name, made with its building where the base data lacks them; its id. */
  async ensureHouse(tx: EntityManager, facts: HouseFacts, now: Date): Promise<string> {
    const known = await this.houseNamed(tx, facts);
    if (known) return known.id;
    const { communityId, building, house, area } = facts;
    const buildingId = await this.ensureBuilding(tx, communityId, building, now);
    const id = newId(now);
    await tx.insert(House, { id, communityId, buildingId, name: house, area });
    return id;
  }

  /** Says which house a row is of; false when it has one already. */
  async link(tx: EntityManager, titleId: string, houseId: string): Promise<boolean> {
    const { affected } = await tx.update(Title, { id: titleId, houseId: IsNull() }, { houseId });
    return affected === 1;
  }

  /** Puts the owner of a row right. */
  async rewrite(tx: EntityManager, titleId: string, { name, idType, idNumber }: { name: string; idType: string; idNumber: string }): Promise<void> {
    await tx.update(
      Title,
      { id: titleId },
      {
        ownerName: this.vault.seal('title.owner_name', name),
        ownerNameHash: this.vault.index('title.owner_name', nameKey(name)),
        idType,
        idNumber: this.vault.seal('title.id_number', idNumber),
        idNumberHash: this.vault.index('title.id_number', idNumber),
      },
    );
  }

  private async ensureBuilding(tx: EntityManager, communityId: string, name: string, now: Date): Promise<string> {
    const known = await tx.findOneBy(Building, { communityId, name });
    if (known) return known.id;
    const id = newId(now);
    try {
      await tx.insert(Building, { id, communityId, name });
      return id;
    } catch (error) {
      // Another clerk filled in a house of the same building at this moment.
      if (!isDuplicate(error)) throw error;
      return (await tx.findOneByOrFail(Building, { communityId, name })).id;
    }
  }

  private rows(titles: readonly Title[]): RegisterRow[] {
    return titles.map(({ id, houseId, ownerName, idType, idNumber, registeredAt }) => ({
      id,
      houseId,
      name: this.vault.open('title.owner_name', ownerName),
      idType,
      idNumber: this.vault.open('title.id_number', idNumber),
      registeredAt,
    }));
  }
}
