/** The desk beside the phone, on wide screens: people, faults, pushes, calls. */
export const DESK_SHELL = `<aside class="desk" id="desk" aria-label="控制台" hidden>
  <section aria-labelledby="people-title"><h2 id="people-title">人</h2><ul id="people"></ul></section>
  <section aria-labelledby="faults-title">
    <div class="heading"><h2 id="faults-title">故障</h2>
    <label>作用于 <select id="fault-path"><option value="">全部接口</option><option value="/cgi-bin/message/template/send">模板消息</option><option value="/sns/">网页授权</option><option value="/cgi-bin/stable_token">令牌</option><option value="/cityservice/">人脸</option><option value="/sim/sms">短信</option></select></label></div>
    <div class="faults" id="faults">
      <button type="button" data-fault="away" aria-pressed="false">断开连接</button>
      <button type="button" data-fault="busy" aria-pressed="false">系统繁忙</button>
      <button type="button" data-fault="malformed" aria-pressed="false">残缺的 JSON</button>
      <button type="button" data-fault="slow" aria-pressed="false">慢 5 秒</button>
      <button type="button" data-fault="lost" aria-pressed="false">办完不应答</button>
      <button type="button" data-fault="gateway" aria-pressed="false">502</button>
      <button type="button" data-fault="evicted" aria-pressed="false">令牌失效</button>
      <button type="button" data-fault="ip" aria-pressed="false">IP 不在白名单</button>
      <button type="button" data-fault="daily" aria-pressed="false">当日额度用完</button>
      <button type="button" data-fault="minute" aria-pressed="false">每分钟超限</button>
      <button type="button" data-fault="unauthorized" aria-pressed="false">没有接口权限</button>
    </div>
  </section>
  <section aria-labelledby="callback-title">
    <div class="heading"><h2 id="callback-title">消息推送</h2><span class="note" id="callback-state"></span></div>
    <div class="faults">
      <label>方式 <select id="callback-mode"><option value="plain">明文</option><option value="compatible">兼容</option><option value="safe">安全</option></select></label>
      <button type="button" id="callback-verify">提交（验证地址）</button>
      <button type="button" id="callback-on" class="toggle" aria-pressed="false">推送</button>
    </div>
    <div class="faults" id="results">
      <label>送达结果 <select id="result-status"><option value="success">已送达</option><option value="user block">被拒收</option><option value="system failed">失败</option></select></label>
      <button type="button" class="toggle" data-result="odd" aria-pressed="false">写法不一</button>
      <button type="button" class="toggle" data-result="duplicates" aria-pressed="false">重复</button>
      <button type="button" class="toggle" data-result="contradictions" aria-pressed="false">矛盾</button>
      <button type="button" class="toggle" data-result="reorder" aria-pressed="false">乱序</button>
      <button type="button" class="toggle" data-result="lost" aria-pressed="false">丢失</button>
    </div>
  </section>
  <section class="log" aria-labelledby="log-title"><h2 id="log-title">调用记录</h2>
    <p class="hint" id="log-empty">还没有调用</p>
    <div class="log-head" aria-hidden="true"><span>时间</span><span>方法</span><span>路径</span><span>errcode</span><span>毫秒</span></div>
    <div id="calls"></div>
  </section>
</aside>`;
