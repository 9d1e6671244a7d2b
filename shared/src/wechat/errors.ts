import { defineErrors } from '../kit/index.js';

export const wechatErrors = defineErrors({
  'WECHAT.URL_FOREIGN': { status: 422, title: '这个网址不是本平台的页面，请从公众号菜单重新进入。' },
  'WECHAT.AWAY': { status: 503, title: '微信暂时没有回应，您填写的内容还在，请一分钟后再试。' },
});
