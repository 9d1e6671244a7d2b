import { communityEntities } from './community/index.js';
import { complaintEntities } from './complaint/index.js';
import { identityEntities } from './identity/index.js';
import { messageEntities } from './message/index.js';
import { AuditBlock, AuditEntry } from './platform/audit/index.js';
import { IdempotencyRecord } from './platform/idempotency/index.js';
import { RateLimit } from './platform/limits/index.js';
import { OutboxMessage, OutboxSms } from './platform/outbox/index.js';
import { OAuthState, Session } from './platform/session/index.js';
import { StoredPicture } from './platform/storage/index.js';
import { wechatEntities } from './wechat/index.js';

/** Every entity: the architecture test checks that each has its table in a migration. */
export const entities = [
  Session,
  OAuthState,
  IdempotencyRecord,
  AuditBlock,
  AuditEntry,
  OutboxMessage,
  OutboxSms,
  RateLimit,
  StoredPicture,
  ...communityEntities,
  ...identityEntities,
  ...complaintEntities,
  ...messageEntities,
  ...wechatEntities,
];
