import { certificateEntities } from './certificate/index.js';
import { appointmentEntities } from './appointment/index.js';
import { boardEntities } from './board/index.js';
import { communityEntities } from './community/index.js';
import { complaintEntities } from './complaint/index.js';
import { correctionEntities } from './correction/index.js';
import { figuresEntities } from './figures/index.js';
import { identityEntities } from './identity/index.js';
import { ledgerEntities } from './ledger/index.js';
import { intakeEntities } from './intake/index.js';
import { messageEntities } from './message/index.js';
import { open311Entities } from './open311/index.js';
import { policyEntities } from './policy/index.js';
import { rankingEntities } from './ranking/index.js';
import { AuditBlock, AuditEntry } from './platform/audit/index.js';
import { IdempotencyRecord } from './platform/idempotency/index.js';
import { RateLimit } from './platform/limits/index.js';
import { OutboxMessage, OutboxSms } from './platform/outbox/index.js';
import { Device, OAuthState, Session } from './platform/session/index.js';
import { StoredPicture, Upload } from './platform/storage/index.js';
import { securityEntities } from './security/index.js';
import { registerEntities } from './register/index.js';
import { wechatEntities } from './wechat/index.js';

/** Every entity: the architecture test checks that each has its table in a migration. */
export const entities = [
  Session,
  Device,
  OAuthState,
  IdempotencyRecord,
  AuditBlock,
  AuditEntry,
  OutboxMessage,
  OutboxSms,
  RateLimit,
  StoredPicture,
  Upload,
  ...communityEntities,
  ...identityEntities,
  ...certificateEntities,
  ...correctionEntities,
  ...open311Entities,
  ...policyEntities,
  ...complaintEntities,
  ...figuresEntities,
  ...rankingEntities,
  ...ledgerEntities,
  ...intakeEntities,
  ...messageEntities,
  ...registerEntities,
  ...wechatEntities,
  ...securityEntities,
  ...appointmentEntities,
  ...boardEntities,
];
