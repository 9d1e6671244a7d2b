/** The phone page before the script fills it: every fixed control stands here, so that its name and order never change. */
export const PHONE_SHELL = `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<title>手机 · 模拟环境</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/sim/phone.css">
<body>
<div class="stage">
<main class="phone" aria-label="手机">
  <p class="banner"><span>模拟环境</span><span id="who"></span></p>
  <section class="view" id="view-list" aria-label="微信会话" hidden>
    <header class="bar"><h1>微信</h1></header>
    <button class="talk" id="open-chat" type="button">
      <span class="avatar" aria-hidden="true">业</span>
      <span class="talk-text"><strong id="list-name"></strong><span id="list-last"></span></span>
      <span class="badge" id="list-badge" hidden></span>
    </button>
  </section>
  <section class="view" id="view-chat" aria-label="公众号会话">
    <header class="bar"><button class="icon" id="back-list" type="button" aria-label="返回会话列表">‹</button><h1 id="chat-name"></h1></header>
    <div class="cards" id="cards" role="log" aria-label="消息" tabindex="0"></div>
    <div class="follow" id="follow" hidden><span>还没有关注，收不到消息</span><button type="button" id="do-follow">关注公众号</button></div>
    <p class="toast" id="toast" role="status" hidden></p>
    <div class="bottom">
      <button type="button" class="switch" id="switch" aria-label="切换到键盘">⌨</button>
      <nav class="menu" id="menu" aria-label="公众号菜单"></nav>
      <form class="composer" id="composer" hidden><input id="message" type="text" autocomplete="off" maxlength="600" aria-label="输入消息"><button type="submit">发送</button></form>
    </div>
  </section>
  <section class="view" id="view-follow" aria-label="公众号资料" hidden>
    <header class="bar"><button class="icon" id="leave-follow" type="button" aria-label="返回扫一扫">‹</button><h1>公众号</h1></header>
    <div class="profile"><span class="avatar" aria-hidden="true">业</span><h2 id="follow-name"></h2><p class="hint">服务号 · 关注后可以收到办理结果</p>
    <button class="main" type="button" id="follow-scanned">关注公众号</button></div>
  </section>
  <section class="view" id="view-web" aria-label="网页窗口" hidden>
    <header class="bar"><button class="icon" id="close-web" type="button" aria-label="关闭网页">✕</button><h1 id="web-title"></h1><button class="icon" id="reload-web" type="button" aria-label="刷新网页">↻</button></header>
    <div class="follow" id="snapshot" hidden><span>当前是网页快照，只能看</span><button type="button" id="full-service">使用完整服务</button></div>
    <div class="web" id="web"></div>
  </section>
  <section class="view" id="view-sms" aria-label="短信" hidden>
    <header class="bar"><h1>短信</h1></header>
    <p class="hint" id="sms-phone"></p>
    <div class="texts" id="texts" role="log" aria-label="短信列表" tabindex="0"></div>
  </section>
  <section class="view" id="view-scan" aria-label="扫一扫" hidden>
    <header class="bar"><h1>扫一扫</h1></header>
    <div class="scan">
      <div class="finder" aria-hidden="true"></div>
      <h2>附近的二维码</h2>
      <ul id="posters"></ul>
      <form id="scan-form">
        <label for="scan-text">或粘贴二维码的内容</label>
        <input id="scan-text" type="text" autocomplete="off" placeholder="http://…">
        <button class="main" type="submit">识别</button>
      </form>
      <p id="scan-result" role="status"></p>
    </div>
  </section>
  <section class="view" id="view-settings" aria-label="设置" hidden>
    <header class="bar"><h1>设置</h1></header>
    <div class="settings">
      <div class="setting"><span id="follow-state"></span><button type="button" id="set-follow">取消关注</button></div>
      <label class="setting">手机系统 <select data-setting="platform"><option value="android">Android</option><option value="ios">iOS</option></select></label>
      <label class="setting">字体大小 <select data-setting="font"><option value="1">小</option><option value="2">标准</option><option value="3">稍大</option><option value="4">大</option><option value="5">较大</option><option value="6">很大</option><option value="7">特大</option><option value="8">最大</option></select></label>
      <label class="setting">网页获取位置 <select data-setting="location"><option value="ask">每次询问</option><option value="allow">允许</option><option value="deny">拒绝</option></select></label>
      <label class="setting">刷脸 <select data-setting="face"><option value="true">设备支持</option><option value="false">设备不支持</option></select></label>
      <label class="setting">公众号的消息 <select data-setting="messages"><option value="normal">接收</option><option value="refuse">发送时拒绝（43101）</option><option value="restricted">发送受限（43116）</option><option value="marketing">判为营销（40249）</option><option value="block">结果：被拒收</option><option value="system">结果：失败</option><option value="lost">一直没有结果</option></select></label>
      <h2>告诉公众号</h2>
      <div class="acts"><button type="button" data-act="info-modified">资料变更</button><button type="button" data-act="revoke">撤回授权</button><button type="button" data-act="cancel">注销微信</button></div>
      <p class="hint" id="settings-result" role="status"></p>
    </div>
  </section>
  <div class="sheet" id="sheet" role="dialog" aria-modal="true" aria-labelledby="sheet-title" hidden><div class="sheet-box"><h2 id="sheet-title"></h2><div id="sheet-body"></div></div></div>
  <nav class="dock" aria-label="应用">
    <button type="button" data-app="wechat" aria-label="微信" aria-describedby="badge-chat"><span aria-hidden="true" class="glyph chat"></span><span aria-hidden="true">微信</span><span class="badge" id="badge-chat" hidden></span></button>
    <button type="button" data-app="sms" aria-label="短信" aria-describedby="badge-sms"><span aria-hidden="true" class="glyph sms"></span><span aria-hidden="true">短信</span><span class="badge" id="badge-sms" hidden></span></button>
    <button type="button" data-app="scan" aria-label="扫一扫"><span aria-hidden="true" class="glyph scan-sign"></span><span aria-hidden="true">扫一扫</span></button>
    <button type="button" data-app="settings" aria-label="设置"><span aria-hidden="true" class="glyph gear"></span><span aria-hidden="true">设置</span></button>
  </nav>
</main>
<!--desk-->
</div>
<script src="/sim/phone.js"></script>
<script src="/sim/chat.js"></script>
<script src="/sim/settings.js"></script>
<script src="/sim/bridge.js"></script>
<script src="/sim/desk.js"></script>
</body>
</html>`;
