import { Module } from '@nestjs/common';
import { Jobs } from '../platform/jobs/index.js';
import { WechatAlarms } from './alarms.js';
import { CallbackController } from './callback.controller.js';
import { WechatCallback } from './callback.js';
import { WechatClient } from './client.js';
import { WechatFace } from './face.js';
import { Greetings } from './greetings.js';
import { WechatInbox } from './inbox.js';
import { JsSdkController } from './jssdk.controller.js';
import { JsSdk } from './jssdk.js';
import { WechatOAuth } from './oauth.js';
import { WechatHolder } from './personal.js';
import { PrivacyRequests } from './privacy.js';
import { DeliveryReports } from './reports.js';
import { WechatSceneCodes } from './scene-codes.js';
import { SharedTokens } from './shared-token.js';
import { WechatTemplates } from './template.js';

/** What the others use. */
const open = [
  DeliveryReports,
  Greetings,
  PrivacyRequests,
  SharedTokens,
  WechatAlarms,
  WechatClient,
  WechatFace,
  WechatInbox,
  WechatOAuth,
  WechatSceneCodes,
  WechatTemplates,
];

/** The only room that knows WeChat's wire format. */
@Module({ controllers: [CallbackController, JsSdkController], providers: [WechatCallback, WechatHolder, JsSdk, ...open], exports: open })
export class WechatModule {
  constructor(jobs: Jobs, inbox: WechatInbox) {
    jobs.add({ name: 'events', every: 1_000, run: () => inbox.work() });
    jobs.add({ name: 'old events', every: 3_600_000, run: (now) => inbox.sweep(now) });
  }
}
