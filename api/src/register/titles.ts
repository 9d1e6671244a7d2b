import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { checkIdDocument, fifteenDigitForm, ID_DOCUMENT_TYPES, nameKey } from '@wuye/shared/identity';
import { placeKey } from '@wuye/shared/register';
import { Title } from '../community/index.js';
import { Vault } from '../platform/crypto/index.js';
import { insertRows, newId } from '../platform/database/index.js';
import { Places } from './places.js';
import type { Holding, Owner } from './port.js';

/** What the register holds under a name and number. */
export interface Held {
  readonly titles: number;
  /** Of those whose house the base data has. */
  readonly houseIds: readonly string[];
}

/**
 * The forms under which a register may hold a number: as each kind of paper normalises it, and a resident's 15 digits of before 1999.
 * Which paper the register's clerk took a number for is not known to who types it.
 */
export function numbersOf(typed: string): string[] {
  const forms = ID_DOCUMENT_TYPES.flatMap((type) => {
    const check = checkIdDocument({ type, value: typed });
    return check.valid ? [check.normalized] : [];
  });
  const old = forms.map(fifteenDigitForm).filter((form) => form !== null);
  return [...new Set([...forms, ...old])];
}

const marks = (values: readonly string[]): string => values.map(() => '?').join(', ');

/** 产权登记 as it stands in our table: looked up by keyed hashes, so that a copy of the table tells nobody's number. */
@Injectable()
export class Titles {
  constructor(
    private readonly vault: Vault,
    private readonly places: Places,
  ) {}

  /** The titles under a name and a number. A house that the base data learnt of since the title came is found by its place. */
  async find(manager: EntityManager, owner: Owner): Promise<Held> {
    const [numbers, names] = this.hashesOf(owner);
    // On the way of every list of houses: a text that a server prepares once, and nothing opened or made into entities.
    const titles = (await manager.query(
      `SELECT house_id, place FROM title WHERE id_number_hash IN (${marks(numbers)}) AND owner_name_hash IN (${marks(names)})`,
      [...numbers, ...names],
    )) as { house_id: string | null; place: string | null }[];
    const missing = titles.flatMap(({ house_id: houseId, place }) => (houseId === null && place !== null ? [place] : []));
    const found = missing.length > 0 ? await this.places.find(manager, missing) : new Map<string, string>();
    const houseIds = titles.flatMap(({ house_id: houseId, place }) => houseId ?? (place === null ? [] : (found.get(place) ?? [])));
    return { titles: titles.length, houseIds: [...new Set(houseIds)] };
  }

  /**
   * What the register answered about a person, in place of what it answered before. Rows of an imported table stay; so does which house
   * a clerk said that a place is, for as long as the register still names the place.
   */
  async keep(tx: EntityManager, owner: Owner, holdings: readonly Holding[], now: Date): Promise<void> {
    const fetched = { ...this.under(owner), fetchedAt: Not(IsNull()) };
    const linked = new Map((await tx.findBy(Title, fetched)).map(({ place, houseId }) => [place, houseId]));
    await tx.delete(Title, fetched);
    const keys = holdings.map(({ place }) => placeKey(place));
    const houses = await this.places.find(tx, keys);
    const rows = holdings.map((holding, index): Title => {
      const place = keys[index] as string;
      return {
        id: newId(now),
        houseId: houses.get(place) ?? linked.get(place) ?? null,
        ...this.sealed(holding.owner),
        registeredAt: holding.registeredAt,
        place,
        fetchedAt: now,
      };
    });
    await insertRows(tx, Title, rows);
  }

  /** What the register had answered about a house before its owners changed. */
  async forgetHouse(tx: EntityManager, houseId: string): Promise<void> {
    await tx.delete(Title, { houseId, fetchedAt: Not(IsNull()) });
  }

  /** The numbers of a house's owners, opened. */
  async ownersOf(manager: EntityManager, houseId: string): Promise<string[]> {
    const titles = await manager.findBy(Title, { houseId });
    return titles.map(({ idNumber }) => this.vault.open('title.id_number', idNumber));
  }

  /** The columns of an owner. */
  sealed({ name, idType, idNumber }: Owner): Pick<Title, 'ownerName' | 'ownerNameHash' | 'idType' | 'idNumber' | 'idNumberHash'> {
    return {
      ownerName: this.vault.seal('title.owner_name', name),
      ownerNameHash: this.vault.index('title.owner_name', nameKey(name)),
      idType,
      idNumber: this.vault.seal('title.id_number', idNumber),
      idNumberHash: this.vault.index('title.id_number', idNumber),
    };
  }

  private hashesOf({ name, idNumber }: Owner): [numbers: string[], names: string[]] {
    const numbers = numbersOf(idNumber).flatMap((number) => this.vault.indexes('title.id_number', number));
    return [numbers, this.vault.indexes('title.owner_name', nameKey(name))];
  }

  private under(owner: Owner) {
    const [numbers, names] = this.hashesOf(owner);
    return { idNumberHash: In(numbers), ownerNameHash: In(names) };
  }
}
