import { WechatAlarm, WechatEvent, WechatToken } from './entities.js';

export { WechatAlarms } from './alarms.js';
export { WechatClient } from './client.js';
export { certHash, type FaceResult, WechatFace } from './face.js';
export { type Visitor, WechatOAuth } from './oauth.js';
export { faultOf, knownCodes, quotaResets, type Reaction, reactionTo, WechatFault } from './outcome.js';
export { type Fetched, type SharedToken, SharedTokens } from './shared-token.js';
export { type TemplateMessage, WechatTemplates } from './template.js';
export { WechatModule } from './wechat.module.js';
export const wechatEntities = [WechatAlarm, WechatEvent, WechatToken];
