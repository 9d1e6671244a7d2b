/**
 * What stands for WeChat's own jweixin-1.6.3.js inside a page: it asks the phone around the page's frame, by messages.
 * The frame's name says what phone it is: `wechat <ios|android> <font step>`.
 */
export const JWEIXIN = `(function () {
  'use strict';
  if (window.wx && window.wx.simulated) return;
  var phone = /^wechat (ios|android) ([1-8])$/.exec(window.name);
  var entry = performance.getEntriesByType ? performance.getEntriesByType('navigation')[0] : null;
  // iOS goes on checking the address that was loaded first, however the page's router moved on.
  var firstUrl = entry && entry.name && entry.name.indexOf(location.origin) === 0 ? entry.name : location.href;
  var state = { number: 0, asked: {}, pictures: {}, config: null, verdict: null, ready: [], error: null };
  var bridge = { handlers: {}, ownFont: false };

  function ask(api, args, done) {
    if (!phone || window.parent === window) { done({ errMsg: api + ':fail, not in WeChat' }); return; }
    state.number += 1;
    state.asked[state.number] = done;
    window.parent.postMessage({ type: 'jssdk', id: state.number, api: api, args: args }, '*');
  }

  function finish(api, options, result) {
    var message = result.errMsg || api + ':ok';
    var outcome = message.slice(message.indexOf(':') + 1);
    var full = Object.assign({}, result, { errMsg: message });
    var name = outcome.indexOf('ok') === 0 ? 'success' : outcome.indexOf('cancel') === 0 ? 'cancel' : 'fail';
    if (typeof options[name] === 'function') options[name](full);
    if (typeof options.complete === 'function') options.complete(full);
  }

  function plain(options) {
    var kept = {};
    Object.keys(options).forEach(function (key) { if (typeof options[key] !== 'function') kept[key] = options[key]; });
    return kept;
  }

  /* An api of the phone; after, when given, changes what the phone answered. */
  function define(api, after, free) {
    wx[api] = function (options) {
      options = options || {};
      var allowed = free || (state.verdict === 'ok' && (state.config.jsApiList || []).indexOf(api) >= 0);
      if (!allowed) { finish(api, options, { errMsg: api + ':fail, the permission value is offline verifying' }); return; }
      ask(api, plain(options), function (result) { finish(api, options, after ? after(result) : result); });
    };
  }

  var wx = {
    simulated: true,
    config: function (options) {
      state.config = options;
      state.verdict = null;
      var given = { appId: options.appId, timestamp: options.timestamp, nonceStr: options.nonceStr, signature: options.signature };
      ask('config', Object.assign(given, { firstUrl: firstUrl.split('#')[0], url: location.href.split('#')[0] }), function (result) {
        if (options.debug) console.log('wx.config', result.errMsg);
        state.verdict = result.errMsg === 'config:ok' ? 'ok' : 'wrong';
        if (state.verdict !== 'ok') { if (state.error) state.error({ errMsg: result.errMsg }); return; }
        state.ready.splice(0).forEach(function (then) { then(); });
      });
    },
    ready: function (then) { if (state.verdict === 'ok') then(); else state.ready.push(then); },
    error: function (then) { state.error = then; },
    checkJsApi: function (options) {
      var found = {};
      (options.jsApiList || []).forEach(function (api) { found[api] = typeof wx[api] === 'function'; });
      finish('checkJsApi', options, { checkResult: found });
    }
  };

  define('chooseImage', function (result) {
    var ids = (result.blobs || []).map(function (blob, index) {
      // As on the devices: Android's id can be shown in an img, that of iOS needs getLocalImgData.
      var id = phone[1] === 'ios' ? 'wxLocalResource://imageid' + Date.now() + index : URL.createObjectURL(blob);
      state.pictures[id] = blob;
      return id;
    });
    return ids.length ? { errMsg: result.errMsg, sourceType: 'album', localIds: ids } : result;
  });
  ['getLocation', 'scanQRCode', 'checkIsSupportFaceDetect', 'requestFacialVerify'].forEach(function (api) { define(api); });
  ['closeWindow', 'hideMenuItems', 'showMenuItems', 'hideOptionMenu', 'showOptionMenu', 'hideAllNonBaseMenuItem', 'showAllNonBaseMenuItem',
    'previewImage', 'openLocation', 'updateAppMessageShareData', 'updateTimelineShareData'].forEach(function (api) { define(api, null, api === 'closeWindow'); });

  wx.uploadImage = function (options) {
    var blob = state.pictures[options.localId];
    if (!blob || state.verdict !== 'ok') { finish('uploadImage', options, { errMsg: 'uploadImage:fail, invalid localId' }); return; }
    ask('uploadImage', { blob: blob }, function (result) { finish('uploadImage', options, result); });
  };
  wx.getLocalImgData = function (options) {
    var blob = state.pictures[options.localId];
    if (!blob) { finish('getLocalImgData', options, { errMsg: 'getLocalImgData:fail, invalid localId' }); return; }
    var reader = new FileReader();
    reader.onload = function () { finish('getLocalImgData', options, { localData: reader.result }); };
    reader.readAsDataURL(blob);
  };

  function setFont(step) {
    var handlers = bridge.handlers['menu:setfont'] || [];
    handlers.forEach(function (handler) { handler({ fontSize: String(step) }); });
    if (bridge.ownFont) return;
    var percent = step === 1 ? '90%' : 100 + (step - 2) * 10 + '%';
    document.documentElement.style.webkitTextSizeAdjust = percent;
    document.documentElement.style.fontSize = step === 2 ? '' : percent;
  }

  window.addEventListener('message', function (event) {
    if (event.source !== window.parent || !event.data) return;
    if (event.data.type === 'jssdk-font' && phone) setFont(Number(event.data.font));
    if (event.data.type !== 'jssdk-answer') return;
    var done = state.asked[event.data.id];
    delete state.asked[event.data.id];
    if (done) done(event.data.result);
  });

  window.wx = window.jWeixin = wx;
  if (!phone) return;
  var device = phone[1] === 'ios' ? 'iPhone; CPU iPhone OS 17_5 like Mac OS X' : 'Linux; Android 14; Simulator';
  var agent = 'Mozilla/5.0 (' + device + ') AppleWebKit/537.36 (KHTML, like Gecko) Mobile MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN';
  Object.defineProperty(navigator, 'userAgent', { configurable: true, get: function () { return agent; } });
  window.WeixinJSBridge = {
    on: function (name, handler) {
      (bridge.handlers[name] = bridge.handlers[name] || []).push(handler);
      if (name === 'menu:setfont') handler({ fontSize: phone[2] });
    },
    invoke: function (name, args, done) {
      if (name === 'setFontSizeCallback') { bridge.ownFont = true; document.documentElement.style.fontSize = document.documentElement.style.webkitTextSizeAdjust = ''; }
      if (name === 'closeWindow') ask(name, {}, function () { return undefined; });
      if (done) done({ err_msg: name + ':ok' });
    },
    call: function (name) { this.invoke(name); }
  };
  setFont(Number(phone[2]));
  document.dispatchEvent(new Event('WeixinJSBridgeReady'));
})();
`;
