import { OfficeBook, OfficeNotices, ReplacedStaff } from './appointment/index.js';
import type { Followed, Follows } from './base/index.js';
import { Communities } from './community/index.js';
import { Counts, Handover } from './complaint/index.js';
import { Facts } from './figures/index.js';
import { People } from './identity/index.js';
import { Access } from './platform/access/index.js';
import { Audit } from './platform/audit/index.js';
import type { Clock } from './platform/clock/index.js';
import type { Config } from './platform/config/index.js';
import { Signer, Vault } from './platform/crypto/index.js';
import type { Database } from './platform/database/index.js';
import { Outbox } from './platform/outbox/index.js';
import { Policies } from './policy/index.js';

/**
 * What a community's new company brings with it, for a command that runs without the server: base data stands below the features that know
 * what follows, so they are put together here. Offices end first; who is told of the complaints are those who are left.
 */
export function companyChange(config: Config, database: Database, clock: Clock): Follows {
  const [vault, outbox] = [new Vault(config.DATA_KEYS), new Outbox(database, clock, config)];
  const communities = new Communities(database, new Signer(config.SIGNING_KEYS));
  const people = new People(database, vault, communities, new Access(), outbox);
  const staff = new ReplacedStaff(communities, new OfficeBook(vault), new OfficeNotices(outbox, people, vault), new Audit());
  const complaints = new Handover(communities, people, vault, outbox, new Counts(new Facts(), new Policies(database, config)));
  return async (tx, communityId, now): Promise<Followed> => ({
    offices: await staff.end(tx, communityId, now),
    complaints: await complaints.follow(tx, communityId, now),
  });
}
