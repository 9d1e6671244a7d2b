import { DAY, instantAt } from '@wuye/shared/calendar';
import type { Vault } from '../platform/crypto/index.js';
import { castHouses, castPerson } from './cast.js';
import type { Housing } from './houses.js';
import { seedId } from './ids.js';
import { developer, type Owner, Owners } from './owners.js';
import { Random } from './random.js';
import type { House, Title } from './tables.js';

const FIRST_REGISTERED = instantAt('2006-03-01');

/** Writes the property register (产权登记), community by community. */
export class Register {
  private readonly random = new Random('register');
  private readonly owners = new Owners();
  private written = 0;

  constructor(private readonly vault: Vault) {}

  /**
   * The titles of one community, among them one of somebody whose house the base data doesn't know.
   * @param unsold how many of the last houses the developer still owns
   */
  *titlesOf(community: number, { buildings, houses }: Housing, unsold: number): Generator<Title> {
    const buildingNames = new Map(buildings.map(({ id, name }) => [id, name]));
    const reserved = new Map(castHouses.filter((each) => each.community === community).map((each) => [each.building + each.house, castOwner(each.slug)]));
    for (const [index, house] of houses.entries()) {
      const resident = reserved.get(`${buildingNames.get(house.buildingId)}${house.name}`);
      const owners = resident ? [resident] : index >= houses.length - unsold ? [developer] : this.owners.ofHouse();
      for (const owner of owners) yield this.title(owner, house);
    }
    yield this.title(community === 0 ? castOwner('owner-sun') : this.owners.fresh(), null);
  }

  private title({ name, idType, idNumber }: Owner, house: House | null): Title {
    return {
      id: seedId('title', this.written++),
      houseId: house?.id ?? null,
      ownerName: this.vault.seal('title.owner_name', name),
      ownerNameHash: this.vault.index('title.owner_name', name),
      idType,
      idNumber: this.vault.seal('title.id_number', idNumber),
      idNumberHash: this.vault.index('title.id_number', idNumber),
      registeredAt: new Date(FIRST_REGISTERED + this.random.below(7000) * DAY),
      place: null,
      fetchedAt: null,
    };
  }
}

function castOwner(slug: Parameters<typeof castPerson>[0]): Owner {
  const { name, idType, idNumber } = castPerson(slug);
  return { name, idType, idNumber };
}
