import { Platform1763700000001 } from './1763700000001-platform.js';
import { Community1763700000002 } from './1763700000002-community.js';
import { Identity1763700000003 } from './1763700000003-identity.js';
import { Complaint1763700000004 } from './1763700000004-complaint.js';
import { Wechat1763700000005 } from './1763700000005-wechat.js';
import { Delivery1763700000006 } from './1763700000006-delivery.js';
import { Limits1763700000007 } from './1763700000007-limits.js';
import { PosterScene1763700000009 } from './1763700000009-poster-scene.js';
import { HandDelivery1763700000010 } from './1763700000010-hand-delivery.js';
import { Offices1763700000012 } from './1763700000012-offices.js';
import { Papers1763700000020 } from './1763700000020-papers.js';
import { Consents1763700000040 } from './1763700000040-consents.js';
import { AuditChain1763700000041 } from './1763700000041-audit-chain.js';
import { PersonNumber1763700000042 } from './1763700000042-person-number.js';

/** Every migration in order: one list for both databases. A new one is appended, an old one is never edited. */
export const migrations = [
  Platform1763700000001,
  Community1763700000002,
  Identity1763700000003,
  Complaint1763700000004,
  Wechat1763700000005,
  Delivery1763700000006,
  Limits1763700000007,
  PosterScene1763700000009,
  HandDelivery1763700000010,
  Offices1763700000012,
  Papers1763700000020,
  Consents1763700000040,
  AuditChain1763700000041,
  PersonNumber1763700000042,
];
