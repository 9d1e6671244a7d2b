import type { Actor, Matrix } from './kit.js';

/** Somebody who binds a house: as a form has them. */
export interface Subject {
  readonly name: string;
  readonly idType: string;
  readonly idNumber: string;
}

/** A row of the register under the subject's number: of a house of the right community, or of none yet. */
export async function insertTitle(m: Matrix, { name, idType, idNumber }: Subject, placed = true): Promise<string> {
  const { vault, dataSource, clock } = m.world;
  const [house] = (await dataSource.query('SELECT id FROM house WHERE community_id = ? ORDER BY id LIMIT 1', [m.right.communityId])) as { id: string }[];
  return m.insert('title', {
    houseId: placed ? house?.id : null,
    ownerName: vault.seal('title.owner_name', name),
    ownerNameHash: vault.index('title.owner_name', name),
    idType,
    idNumber: vault.seal('title.id_number', idNumber),
    idNumberHash: vault.index('title.id_number', idNumber),
    registeredAt: clock.now(),
  });
}

/** A binding of the caller's own that came to this step. */
export async function insertApplication(
  m: Matrix,
  { accountId, phone }: Actor,
  { name, idType, idNumber }: Subject,
  state: 'face' | 'houses',
): Promise<string> {
  const { vault, clock } = m.world;
  const now = clock.now();
  return m.insert('binding_application', {
    accountId,
    state,
    name: vault.seal('binding_application.name', name),
    idType,
    idNumber: vault.seal('binding_application.id_number', idNumber),
    phone: vault.seal('binding_application.phone', phone),
    faceVerifyId: null,
    faceFailures: 0,
    createdAt: now,
    expiresAt: new Date(now.getTime() + 3_600_000),
  });
}
