export { WechatClient } from './client.js';
export { certHash, type FaceResult, WechatFace } from './face.js';
export { type Visitor, WechatOAuth } from './oauth.js';
export { faultOf, reactionTo, WechatFault } from './outcome.js';
export { type TemplateMessage, WechatTemplates } from './template.js';
export { WechatModule } from './wechat.module.js';
