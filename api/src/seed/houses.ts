import { castHouses } from './cast.js';
import { Random } from './random.js';
import { seedId } from './ids.js';
import type { Building, House } from './tables.js';

interface Shape {
  readonly units: number;
  readonly floors: number;
  readonly doors: number;
}

/** The first is the cast's: its buildings hold every house that `castHouses` names. */
const SHAPES: readonly [Shape, ...Shape[]] = [
  { units: 2, floors: 6, doors: 2 },
  { units: 3, floors: 7, doors: 2 },
  { units: 2, floors: 11, doors: 2 },
  { units: 1, floors: 18, doors: 4 },
];

/** Exclusive areas in 0.01 m². */
const AREAS = [4836, 5927, 6818, 7743, 8651, 8994, 10372, 11865, 12908, 14317];

interface Door {
  readonly building: string;
  readonly name: string;
}

/** Every door of a community, building by building and floor by floor, without end. */
function* doors({ units, floors, doors: perFloor }: Shape): Generator<Door> {
  for (let building = 1; ; building++)
    for (let unit = 1; unit <= units; unit++)
      for (let floor = 1; floor <= floors; floor++)
        for (let door = 1; door <= perFloor; door++) yield { building: `${building}栋`, name: `${unit}单元${floor}${String(door).padStart(2, '0')}` };
}

const sameDoor = (a: Door, b: Door): boolean => a.building === b.building && a.name === b.name;

/** The community's doors, the cast's among them even where there are few. */
function chooseDoors(community: number, count: number): Door[] {
  const kept = castHouses.filter((each) => each.community === community).map(({ building, house }): Door => ({ building, name: house }));
  const chosen: Door[] = [];
  for (const door of doors(SHAPES[community < 2 ? 0 : community % SHAPES.length] ?? SHAPES[0])) {
    if (chosen.length >= count - kept.length) break;
    if (!kept.some((each) => sameDoor(each, door))) chosen.push(door);
  }
  return [...chosen, ...kept];
}

/** A community's buildings and houses. */
export interface Housing {
  readonly buildings: readonly Building[];
  readonly houses: readonly House[];
}

/** Builds one community of so many houses; flats above each other have about the same area. */
export function buildHousing(community: number, communityId: string, count: number): Housing {
  const random = new Random(`housing/${community}`);
  // An hour for each community: ids grow in the order of insertion.
  const id = (table: string, order: number) => seedId(table, community * 3_600_000 + order);
  const buildings = new Map<string, Building>();
  const houses = chooseDoors(community, count).map((door, order): House => {
    const building = buildings.get(door.building) ?? { id: id('building', buildings.size), communityId, name: door.building };
    buildings.set(door.building, building);
    const column = Number.parseInt(door.name) * 2 + Number(door.name.slice(-2));
    const area = (AREAS[(community * 3 + column) % AREAS.length] as number) + random.below(90);
    return { id: id('house', order), communityId, buildingId: building.id, name: door.name, area };
  });
  return { buildings: [...buildings.values()], houses };
}
