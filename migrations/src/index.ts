import { Platform1763700000001 } from './1763700000001-platform.js';
import { Community1763700000002 } from './1763700000002-community.js';
import { Identity1763700000003 } from './1763700000003-identity.js';
import { Complaint1763700000004 } from './1763700000004-complaint.js';
import { Wechat1763700000005 } from './1763700000005-wechat.js';
import { Delivery1763700000006 } from './1763700000006-delivery.js';
import { Limits1763700000007 } from './1763700000007-limits.js';
import { Position1763700000008 } from './1763700000008-position.js';
import { PosterScene1763700000009 } from './1763700000009-poster-scene.js';
import { HandDelivery1763700000010 } from './1763700000010-hand-delivery.js';
import { Offices1763700000012 } from './1763700000012-offices.js';
import { Papers1763700000020 } from './1763700000020-papers.js';
import { Register1763700000021 } from './1763700000021-register.js';
import { Certificate1763700000025 } from './1763700000025-certificate.js';
import { Correction1763700000026 } from './1763700000026-correction.js';
import { SecondFactor1763700000030 } from './1763700000030-second-factor.js';
import { Appointing1763700000031 } from './1763700000031-appointing.js';
import { Devices1763700000035 } from './1763700000035-devices.js';
import { Consents1763700000040 } from './1763700000040-consents.js';
import { AuditChain1763700000041 } from './1763700000041-audit-chain.js';
import { PersonNumber1763700000042 } from './1763700000042-person-number.js';
import { ComplaintLadder1763700000050 } from './1763700000050-complaint-ladder.js';
import { LadderLease1763700000051 } from './1763700000051-ladder-lease.js';
import { ComplaintFlow1763700000052 } from './1763700000052-complaint-flow.js';
import { Referral1763700000053 } from './1763700000053-referral.js';
import { EventAccount1763700000054 } from './1763700000054-event-account.js';
import { PolicyWork1763700000055 } from './1763700000055-policy-work.js';
import { Figures1763700000058 } from './1763700000058-figures.js';
import { ComplaintTable1763700000059 } from './1763700000059-complaint-table.js';
import { Lanes1763700000060 } from './1763700000060-lanes.js';
import { Ranking1763700000061 } from './1763700000061-ranking.js';
import { Ledger1763700000062 } from './1763700000062-ledger.js';
import { Together1763700000066 } from './1763700000066-together.js';
import { Intake1763700000067 } from './1763700000067-intake.js';
import { Open3111763700000068 } from './1763700000068-open311.js';
import { Board1763700000070 } from './1763700000070-board.js';
import { Hanging1763700000071 } from './1763700000071-hanging.js';
import { FigureCover1763700000072 } from './1763700000072-figure-cover.js';
import { Upload1763700000073 } from './1763700000073-upload.js';
import { ComplaintRead1763700000075 } from './1763700000075-complaint-read.js';
import { CallerLink1763700000076 } from './1763700000076-caller-link.js';
import { FigureScopes1763700000077 } from './1763700000077-figure-scopes.js';
import { UrgeAndPause1763700000078 } from './1763700000078-urge-and-pause.js';
import { Lease1763700000081 } from './1763700000081-lease.js';
import { HeldFrom1763700000082 } from './1763700000082-held-from.js';
import { Speakers1763700000083 } from './1763700000083-speakers.js';
import { IntakeReach1763700000084 } from './1763700000084-intake-reach.js';
import { LedgerSigned1763700000085 } from './1763700000085-ledger-signed.js';
import { ComplaintTags1763700000086 } from './1763700000086-complaint-tags.js';
import { OneSourceIndex1763700000087 } from './1763700000087-one-source-index.js';
import { Conferred1763700000088 } from './1763700000088-conferred.js';
import { SmsLanes1763700000090 } from './1763700000090-sms-lanes.js';

/** Every migration in order: one list for both databases. A new one is appended, an old one is never edited. */
export const migrations = [
  Platform1763700000001,
  Community1763700000002,
  Identity1763700000003,
  Complaint1763700000004,
  Wechat1763700000005,
  Delivery1763700000006,
  Limits1763700000007,
  Position1763700000008,
  PosterScene1763700000009,
  HandDelivery1763700000010,
  Offices1763700000012,
  Papers1763700000020,
  Register1763700000021,
  Certificate1763700000025,
  Correction1763700000026,
  SecondFactor1763700000030,
  Appointing1763700000031,
  Devices1763700000035,
  Consents1763700000040,
  AuditChain1763700000041,
  PersonNumber1763700000042,
  ComplaintLadder1763700000050,
  LadderLease1763700000051,
  ComplaintFlow1763700000052,
  Referral1763700000053,
  EventAccount1763700000054,
  PolicyWork1763700000055,
  Figures1763700000058,
  ComplaintTable1763700000059,
  Lanes1763700000060,
  Ranking1763700000061,
  Ledger1763700000062,
  Together1763700000066,
  Intake1763700000067,
  Open3111763700000068,
  Board1763700000070,
  Hanging1763700000071,
  FigureCover1763700000072,
  Upload1763700000073,
  ComplaintRead1763700000075,
  CallerLink1763700000076,
  FigureScopes1763700000077,
  UrgeAndPause1763700000078,
  Lease1763700000081,
  HeldFrom1763700000082,
  Speakers1763700000083,
  IntakeReach1763700000084,
  LedgerSigned1763700000085,
  ComplaintTags1763700000086,
  OneSourceIndex1763700000087,
  Conferred1763700000088,
  SmsLanes1763700000090,
];
