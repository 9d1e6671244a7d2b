import { WechatAlarm, WechatEvent, WechatToken } from './entities.js';

export { WechatAlarms } from './alarms.js';
export { WechatClient } from './client.js';
export { serveDomainFiles } from './domain-files.js';
export { certHash, type FaceResult, WechatFace } from './face.js';
export { type Visitor, WechatOAuth } from './oauth.js';
export { Greetings, type SceneReader } from './greetings.js';
export { type EventHandler, type PushedEvent, WechatInbox } from './inbox.js';
export { faultOf, knownCodes, quotaResets, type Reaction, reactionTo, WechatFault } from './outcome.js';
export { type PrivacyHandler, type PrivacyRequest, PrivacyRequests } from './privacy.js';
export { type DeliveryReport, DeliveryReports, type ReportHandler } from './reports.js';
export { type SceneCode, WechatSceneCodes } from './scene-codes.js';
export { type Fetched, type SharedToken, SharedTokens } from './shared-token.js';
export { type TemplateMessage, WechatTemplates } from './template.js';
export { WechatModule } from './wechat.module.js';
export { takeXml } from './xml-body.js';
export const wechatEntities = [WechatAlarm, WechatEvent, WechatToken];
