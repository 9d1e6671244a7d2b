const BASE = `:root { color-scheme: light; --bg: #f3f5f8; --card: #fff; --text: #1a1f26; --text2: #4a5563; --text3: #5f6b7a; --line: #dde2e8; --edge: #7a8594;
  --primary: #0f5cb0; --pressed: #0a478a; --bad: #bf1f1a; --warn: #8f4a00; --warn-bg: #fff3df; }
* { box-sizing: border-box; margin: 0; }
[hidden] { display: none !important; }
body { background: var(--bg); color: var(--text); font: 16px/1.5 system-ui, -apple-system, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif; overflow-wrap: anywhere; }
h1, h2 { font-size: 18px; font-weight: 600; }
button, input, select { font: inherit; color: inherit; }
button, .button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--primary); outline-offset: 1px; }
.banner { background: var(--warn-bg); color: var(--warn); font-size: 14px; padding: 4px 12px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** The simulator's small pages: start, consent, face, errors. */
export const PAGE_STYLE = `${BASE}
main { max-width: 560px; margin: 0 auto; padding: 0 16px 32px; }
main > * + * { margin-top: 16px; }
main > .banner { margin: 0 -16px; padding: 4px 16px; }
h1 { font-size: 22px; }
.note { color: var(--text2); font-size: 14px; }
.sign { width: 56px; height: 56px; margin: 48px auto 0 0; border-radius: 50%; background: var(--bad); color: #fff; font-size: 36px; line-height: 56px; text-align: center; font-weight: 600; }
.rows { list-style: none; padding: 0; background: var(--card); border-radius: 12px; overflow: hidden; }
.rows li + li { border-top: 1px solid var(--line); }
.rows li { display: flex; align-items: center; }
.row { flex: 1; display: block; min-height: 64px; padding: 10px 16px; color: inherit; text-decoration: none; }
a.row:hover { background: var(--bg); }
a.row:focus-visible { outline-offset: -3px; }
.row strong, .row span { display: block; }
.row span { color: var(--text2); font-size: 14px; }
.button, button { display: inline-block; min-height: 48px; padding: 10px 20px; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); color: var(--primary); text-decoration: none; }
.rows .button { margin-right: 16px; }
form { display: grid; gap: 12px; }
button.main { background: var(--primary); border-color: var(--primary); color: #fff; font-weight: 600; }
.person { background: var(--card); border-radius: 12px; padding: 16px; }
.face { width: 200px; height: 200px; margin: 24px auto; border-radius: 50%; border: 4px solid var(--primary); background: radial-gradient(circle at 50% 38%, #c4ccd6 0 24%, transparent 25%), radial-gradient(circle at 50% 105%, #c4ccd6 0 42%, transparent 43%), #e8f1fb; }
`;

const PHONE = `.phone { position: relative; display: flex; flex-direction: column; width: 100%; height: 100dvh; background: var(--bg); overflow: hidden; }
.phone > .banner { display: flex; gap: 8px; flex: none; padding-top: max(4px, env(safe-area-inset-top)); }
.phone > .banner span:first-child { font-weight: 600; white-space: nowrap; }
#who { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.gone .phone > .banner::after { content: '模拟器没有响应'; color: var(--bad); margin-left: auto; white-space: nowrap; }
.view { flex: 1; min-height: 0; display: flex; flex-direction: column; position: relative; }
.bar { flex: none; display: flex; align-items: center; justify-content: center; min-height: 48px; padding: 0 52px; background: var(--bg); border-bottom: 1px solid var(--line); position: relative; }
.bar h1 { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.icon { position: absolute; left: 0; top: 0; width: 48px; height: 48px; border: 0; background: none; font-size: 22px; line-height: 1; }
#back-list, #leave-follow { font-size: 32px; }
#reload-web { left: auto; right: 0; }
.talk { display: flex; align-items: center; gap: 12px; width: 100%; min-height: 72px; padding: 12px 16px; border: 0; border-bottom: 1px solid var(--line); background: var(--card); text-align: left; }
.avatar { flex: none; width: 48px; height: 48px; border-radius: 8px; background: var(--primary); color: #fff; font-size: 24px; line-height: 48px; text-align: center; }
.talk-text { flex: 1; min-width: 0; }
.talk-text strong, .talk-text span { display: block; font-weight: 400; }
.talk-text span { color: var(--text3); font-size: 14px; }
.badge { min-width: 20px; padding: 0 6px; border-radius: 10px; background: var(--bad); color: #fff; font-size: 12px; line-height: 20px; text-align: center; }
.cards, .texts { flex: 1; min-height: 0; overflow-y: auto; padding: 8px 12px 16px; }
.cards:empty::before, .texts:empty::before { content: '还没有消息'; display: block; padding: 48px 0; text-align: center; color: var(--text3); }
.time { margin: 12px 0 8px; text-align: center; color: var(--text3); font-size: 12px; }
.card { display: block; width: 100%; padding: 16px; border: 0; border-radius: 12px; background: var(--card); text-align: left; }
button.card:hover { background: #fafbfd; }
.card-title { display: block; margin-bottom: 10px; font-size: 18px; font-weight: 600; }
.card-row { display: flex; gap: 12px; padding: 2px 0; }
.card-row .card-label { flex: none; width: 5em; color: var(--text3); }
.card-more { display: flex; justify-content: space-between; margin-top: 12px; padding-top: 10px; border-top: 1px solid var(--line); color: var(--text2); }
.delivery { margin-top: 4px; color: var(--text3); font-size: 12px; text-align: right; }
.delivery[data-delivery='user block'], .delivery[data-delivery='system failed'] { color: var(--bad); }
.article-text { display: block; color: var(--text2); }
.card + .card { margin-top: 1px; }
.said { width: fit-content; max-width: 84%; padding: 10px 14px; border-radius: 12px; background: var(--card); white-space: pre-wrap; }
.said.by-person { margin-left: auto; background: #cfe6ff; }
.said.by-wechat { margin: 0 auto; padding: 4px 12px; background: none; color: var(--text3); font-size: 14px; }
.inline-link { padding: 0; border: 0; background: none; color: var(--primary); text-decoration: underline; text-align: left; overflow-wrap: anywhere; }
.profile { flex: 1; display: grid; gap: 12px; align-content: start; justify-items: center; padding: 48px 24px; }
.profile .avatar { width: 72px; height: 72px; font-size: 36px; line-height: 72px; }
.profile .main { min-height: 48px; width: 100%; border: 0; border-radius: 8px; background: var(--primary); color: #fff; font-weight: 600; }
.settings { flex: 1; overflow-y: auto; padding: 12px 0 16px; }
.settings h2 { padding: 16px 16px 8px; font-size: 16px; }
.setting { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-height: 56px; padding: 6px 16px; background: var(--card); border-bottom: 1px solid var(--line); }
.setting select { min-height: 40px; max-width: 60%; padding: 2px 8px; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); }
.setting button, .acts button { min-height: 40px; padding: 4px 14px; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); color: var(--primary); }
.acts { display: flex; flex-wrap: wrap; gap: 8px; padding: 0 16px; }
.sheet { position: absolute; inset: 0; z-index: 3; display: flex; align-items: flex-end; background: rgba(26, 31, 38, .55); }
.sheet-box { width: 100%; max-height: 85%; overflow-y: auto; padding: 16px 16px max(16px, env(safe-area-inset-bottom)); border-radius: 16px 16px 0 0; background: var(--bg); }
.sheet-box > div, .sheet form { display: grid; gap: 10px; margin-top: 12px; }
.sheet button { min-height: 48px; padding: 10px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.sheet button.main { background: var(--primary); border-color: var(--primary); color: #fff; }
.sheet-box > div > *, .sheet form > * { min-width: 0; }
.sheet input { width: 100%; min-height: 48px; padding: 8px 12px; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); }
.sheet .face { width: 160px; height: 160px; margin: 0 auto; border-radius: 50%; border: 4px solid var(--primary); background: radial-gradient(circle at 50% 38%, #c4ccd6 0 24%, transparent 25%), radial-gradient(circle at 50% 105%, #c4ccd6 0 42%, transparent 43%), #e8f1fb; }
.sms-text { width: fit-content; max-width: 88%; padding: 10px 14px; border-radius: 12px; background: var(--card); user-select: all; }
.hint { padding: 8px 16px; color: var(--text3); font-size: 14px; }
.follow { flex: none; display: flex; align-items: center; justify-content: space-between; gap: 12px; padding: 8px 12px; background: #e8f1fb; font-size: 14px; }
.follow button { flex: none; min-height: 40px; padding: 4px 16px; border: 0; border-radius: 8px; background: var(--primary); color: #fff; }
.toast { position: absolute; left: 50%; bottom: 72px; transform: translateX(-50%); max-width: 84%; padding: 10px 16px; border-radius: 8px; background: rgba(26, 31, 38, .92); color: #fff; }
.bottom { flex: none; display: flex; background: var(--card); border-top: 1px solid var(--line); }
.switch { flex: none; width: 48px; min-height: 48px; border: 0; border-right: 1px solid var(--line); background: none; font-size: 20px; color: var(--text2); }
.composer { flex: 1; min-width: 0; display: flex; gap: 8px; padding: 4px 8px; }
.composer input { flex: 1; min-width: 0; padding: 4px 10px; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); }
.composer button { flex: none; min-height: 40px; padding: 4px 14px; border: 0; border-radius: 8px; background: var(--primary); color: #fff; }
.menu { flex: 1; min-width: 0; display: flex; }
.menu-item { position: relative; flex: 1; min-width: 0; }
.menu-item + .menu-item { border-left: 1px solid var(--line); }
.menu-item > button { width: 100%; min-height: 48px; padding: 4px; border: 0; background: none; }
.opener::before { content: '≡'; margin-right: 6px; color: var(--text3); }
.pop { position: absolute; z-index: 2; bottom: calc(100% + 8px); left: 50%; transform: translateX(-50%); width: max-content; min-width: calc(100% - 8px); max-width: 160px; border-radius: 8px; background: var(--card); box-shadow: 0 2px 12px rgba(26, 31, 38, .2); overflow: hidden; }
.menu-item:first-child .pop { left: 4px; transform: none; }
.menu-item:last-child:not(:first-child) .pop { left: auto; right: 4px; transform: none; }
.pop button { display: block; width: 100%; min-height: 48px; padding: 8px 16px; border: 0; background: none; }
.pop button + button { border-top: 1px solid var(--line); }
.pop button:focus-visible, .menu-item > button:focus-visible, .dock button:focus-visible, .talk:focus-visible, .cards:focus-visible, .texts:focus-visible { outline-offset: -3px; }
.web { flex: 1; min-height: 0; background: var(--card); }
.web iframe { display: block; width: 100%; height: 100%; border: 0; }
.scan { flex: 1; overflow-y: auto; padding: 16px; display: grid; gap: 12px; align-content: start; }
.finder { height: 140px; border-radius: 12px; background: linear-gradient(var(--primary), var(--primary)) 50% 50% / 70% 2px no-repeat, #1a1f26; }
.scan ul { list-style: none; padding: 0; display: grid; gap: 8px; }
.scan li button, .scan form button { width: 100%; min-height: 48px; padding: 10px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); text-align: left; }
.scan form { display: grid; gap: 8px; }
.scan input { min-height: 48px; padding: 8px 12px; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); }
.scan input::placeholder { color: var(--text3); }
.scan form button.main { background: var(--primary); border-color: var(--primary); color: #fff; text-align: center; }
.dock { flex: none; display: flex; background: #e9edf2; border-top: 1px solid var(--line); padding-bottom: env(safe-area-inset-bottom); }
.dock button { position: relative; flex: 1; min-height: 60px; padding: 6px; border: 0; background: none; color: var(--text2); font-size: 12px; }
.dock button[aria-current] { color: var(--primary); font-weight: 600; }
.dock button > span { display: block; }
.dock .badge { position: absolute; top: 4px; left: calc(50% + 8px); font-weight: 400; }
.glyph { width: 26px; height: 22px; margin: 0 auto 4px; border: 2px solid currentColor; position: relative; }
.glyph.chat { border-radius: 12px 12px 12px 3px; }
.glyph.sms { border-radius: 4px; }
.glyph.sms::before { content: ''; position: absolute; left: 5px; right: 5px; top: 5px; border-top: 2px solid; border-bottom: 2px solid; height: 6px; }
.glyph.gear { width: 22px; border-radius: 50%; }
.glyph.gear::before { content: ''; position: absolute; inset: 4px; border: 2px solid; border-radius: 50%; }
.glyph.scan-sign { width: 22px; border-radius: 4px; border-style: dashed; }
.glyph.scan-sign::before { content: ''; position: absolute; left: 1px; right: 1px; top: 8px; border-top: 2px solid; }
`;

const DESK = `@media (max-width: 899px) { .desk { display: none; } }
@media (min-width: 900px) {
  .stage { display: grid; grid-template-columns: 375px minmax(0, 1fr); gap: 32px; max-width: 1280px; height: 100dvh; margin: 0 auto; padding: 24px; align-items: start; }
  .phone { width: 375px; height: min(812px, 100dvh - 48px); border-radius: 24px; box-shadow: 0 0 0 8px #1a1f26, 0 8px 32px rgba(26, 31, 38, .24); }
}
.desk { display: grid; gap: 16px; grid-template-rows: auto auto auto minmax(200px, 1fr); overflow-y: auto; height: calc(100dvh - 48px); }
.desk section { background: var(--card); border-radius: 12px; padding: 12px 16px; min-height: 0; }
.desk ul { list-style: none; padding: 0; max-height: 20dvh; overflow-y: auto; }
.desk li { display: flex; align-items: center; gap: 12px; padding: 6px 0; }
.desk li + li { border-top: 1px solid var(--line); }
.person-text { flex: 1; min-width: 0; }
.person-text strong { margin-right: 8px; font-weight: 600; }
.person-text span { color: var(--text2); font-size: 14px; }
.become, .faults button { min-height: 36px; padding: 4px 14px; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); color: var(--primary); text-decoration: none; }
.self { padding: 4px 14px; min-height: 36px; color: var(--text2); font-size: 14px; }
.heading { display: flex; justify-content: space-between; align-items: center; gap: 12px; }
.heading select, .faults select { min-height: 36px; padding: 2px 8px; border: 1px solid var(--edge); border-radius: 8px; background: var(--card); }
.faults { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.faults button[aria-pressed='true'] { background: var(--bad); border-color: var(--bad); color: #fff; }
.faults button[aria-pressed='true']::after { content: '：开'; }
.faults button.toggle[aria-pressed='true'] { background: var(--primary); border-color: var(--primary); }
.desk .note { color: var(--text2); font-size: 14px; }
.log { display: flex; flex-direction: column; }
#calls { flex: 1; scrollbar-gutter: stable; min-height: 0; overflow-y: auto; font-size: 14px; }
.log-head, summary { display: grid; grid-template-columns: 76px 48px minmax(0, 1fr) 64px 56px; gap: 8px; }
.log-head { overflow-y: hidden; scrollbar-gutter: stable; padding: 4px 0 4px 16px; color: var(--text3); font-size: 12px; }
summary { position: relative; padding: 5px 0 5px 16px; border-top: 1px solid var(--line); cursor: pointer; list-style: none; font-variant-numeric: tabular-nums; }
summary::before { content: '▸'; position: absolute; left: 0; top: 5px; color: var(--text3); }
[open] > summary::before { content: '▾'; }
summary.bad { color: var(--bad); }
summary:focus-visible { outline-offset: -3px; }
.log-head span:nth-child(n + 4), summary span:nth-child(n + 4) { text-align: right; }
pre { margin: 4px 0 8px; padding: 8px 12px; border-radius: 8px; background: var(--bg); font: 12px/1.5 ui-monospace, monospace; white-space: pre-wrap; }
@media (prefers-reduced-motion: reduce) { * { transition: none; animation: none; } }
`;

/** The phone page and the desk beside it. */
export const PHONE_STYLE = `${BASE}${PHONE}${DESK}`;
