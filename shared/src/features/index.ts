import type { Feature } from '../kit/index.js';
import { auditFeature } from '../audit/index.js';
import { privacyFeature } from '../privacy/index.js';
import { appointmentFeature } from '../appointment/index.js';
import { boardFeature } from '../board/index.js';
import { certificateFeature } from '../certificate/index.js';
import { communityFeature } from '../community/index.js';
import { complaintFeature } from '../complaint/index.js';
import { correctionFeature } from '../correction/index.js';
import { deviceFeature } from '../device/index.js';
import { figuresFeature } from '../figures/index.js';
import { identityFeature } from '../identity/index.js';
import { ledgerFeature } from '../ledger/index.js';
import { intakeFeature } from '../intake/index.js';
import { messageFeature } from '../message/index.js';
import { policyFeature } from '../policy/index.js';
import { rankingFeature } from '../ranking/index.js';
import { securityFeature } from '../security/index.js';
import { storageFeature } from '../storage/index.js';
import { wechatFeature } from '../wechat/index.js';

/** Every feature: one line each. Routes, permissions, errors and messages are collected from here. */
export const features: readonly Feature[] = [
  storageFeature,
  auditFeature,
  privacyFeature,
  communityFeature,
  identityFeature,
  deviceFeature,
  certificateFeature,
  correctionFeature,
  policyFeature,
  complaintFeature,
  figuresFeature,
  rankingFeature,
  ledgerFeature,
  intakeFeature,
  messageFeature,
  wechatFeature,
  securityFeature,
  appointmentFeature,
  boardFeature,
];
