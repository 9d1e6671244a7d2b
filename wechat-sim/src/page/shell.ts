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
    <nav class="menu" id="menu" aria-label="公众号菜单"></nav>
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
  <nav class="dock" aria-label="应用">
    <button type="button" data-app="wechat" aria-label="微信" aria-describedby="badge-chat"><span aria-hidden="true" class="glyph chat"></span><span aria-hidden="true">微信</span><span class="badge" id="badge-chat" hidden></span></button>
    <button type="button" data-app="sms" aria-label="短信" aria-describedby="badge-sms"><span aria-hidden="true" class="glyph sms"></span><span aria-hidden="true">短信</span><span class="badge" id="badge-sms" hidden></span></button>
    <button type="button" data-app="scan" aria-label="扫一扫"><span aria-hidden="true" class="glyph scan-sign"></span><span aria-hidden="true">扫一扫</span></button>
  </nav>
</main>
<aside class="desk" id="desk" aria-label="控制台" hidden>
  <section aria-labelledby="people-title"><h2 id="people-title">人</h2><ul id="people"></ul></section>
  <section aria-labelledby="faults-title">
    <div class="heading"><h2 id="faults-title">故障</h2>
    <label>作用于 <select id="fault-path"><option value="">全部接口</option><option value="/cgi-bin/message/template/send">模板消息</option><option value="/sns/">网页授权</option><option value="/cgi-bin/stable_token">令牌</option><option value="/cityservice/">人脸</option><option value="/sim/sms">短信</option></select></label></div>
    <div class="faults" id="faults">
      <button type="button" data-fault="away" aria-pressed="false">断开连接</button>
      <button type="button" data-fault="busy" aria-pressed="false">系统繁忙</button>
      <button type="button" data-fault="malformed" aria-pressed="false">残缺的 JSON</button>
      <button type="button" data-fault="slow" aria-pressed="false">慢 5 秒</button>
    </div>
  </section>
  <section class="log" aria-labelledby="log-title"><h2 id="log-title">调用记录</h2>
    <p class="hint" id="log-empty">还没有调用</p>
    <div class="log-head" aria-hidden="true"><span>时间</span><span>方法</span><span>路径</span><span>errcode</span><span>毫秒</span></div>
    <div id="calls"></div>
  </section>
</aside>
</div>
<script src="/sim/phone.js"></script>
<script src="/sim/desk.js"></script>
</body>
</html>`;
