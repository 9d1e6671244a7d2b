/** The phone's script. No template literals and no innerHTML in it: texts come from outside and go in as text. */
export const PHONE_SCRIPT = `'use strict';
const slug = location.hostname.split('.')[0];
// The page of a person keeps its window's name: the desk of another finds it instead of loading it again.
window.name = 'sim-' + slug;
const byId = (id) => document.getElementById(id);
const shown = { cards: new Set(), texts: new Set(), menu: '', posters: '', app: 'wechat', wechat: 'chat' };
let latest = null;

function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (name === 'onclick') element.addEventListener('click', value);
    else if (name === 'class') element.className = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function clock(at, withSeconds) {
  const options = { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  if (withSeconds) options.second = '2-digit';
  return new Date(at).toLocaleTimeString('zh-CN', options);
}

function send(act, more) {
  const body = JSON.stringify({ person: slug, act, ...more });
  return fetch('/sim/act', { method: 'POST', body }).then(refresh, (error) => console.warn(error));
}

/* ---- which view is seen ---- */

function currentView() {
  if (shown.app !== 'wechat') return shown.app;
  return shown.wechat;
}

function show(app, wechat) {
  shown.app = app;
  if (wechat) shown.wechat = wechat;
  const view = currentView();
  for (const name of ['list', 'chat', 'web', 'follow', 'sms', 'scan', 'settings']) byId('view-' + name).hidden = name !== view;
  for (const button of document.querySelectorAll('[data-app]')) {
    if (button.dataset.app === app) button.setAttribute('aria-current', 'page');
    else button.removeAttribute('aria-current');
  }
  closeMenu();
  toEnd(view);
  markRead();
}

function toEnd(view) {
  const box = view === 'chat' ? byId('cards') : view === 'sms' ? byId('texts') : null;
  if (box) box.scrollTop = box.scrollHeight;
}

function markRead() {
  if (!latest || document.hidden) return;
  const view = currentView();
  if (view === 'chat' && latest.unread.chat) send('read-chat');
  if (view === 'sms' && latest.unread.sms) send('read-sms');
}

/* ---- the web view ---- */

function onOwnHost(link) {
  const home = new URL(latest.publicUrl);
  const url = new URL(link, latest.publicUrl);
  if (home.hostname === 'localhost' && url.host === home.host) url.hostname = slug + '.localhost';
  return url;
}

function openWeb(link) {
  const url = onOwnHost(link);
  if (!/^https?:$/.test(url.protocol)) { toast('打不开这个地址'); return; }
  const { platform, font } = latest.settings;
  const frame = h('iframe', { title: '网页', name: 'wechat ' + platform + ' ' + font, src: url.href, allow: 'camera; microphone; geolocation; clipboard-write' });
  byId('web').replaceChildren(frame);
  byId('web-title').textContent = url.host;
  show('wechat', 'web');
}

function closeWeb() {
  if (closeSheet) closeSheet(null);
  byId('web').replaceChildren();
  show('wechat', 'chat');
  byId('back-list').focus();
}

window.addEventListener('message', (event) => {
  const frame = byId('web').firstChild;
  if (!frame || event.source !== frame.contentWindow || !event.data || event.data.type !== 'title') return;
  if (typeof event.data.title === 'string') byId('web-title').textContent = event.data.title.slice(0, 60);
});

/* ---- the chat ---- */

function addNew(box, items, seen, make) {
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const fresh = items.filter((item) => !seen.has(item.id));
  for (const item of fresh) {
    seen.add(item.id);
    box.append(h('div', { class: 'entry' }, h('p', { class: 'time' }, clock(item.at)), ...make(item)));
  }
  while (box.childElementCount > 200) box.firstElementChild.remove();
  if (fresh.length && atEnd) box.scrollTop = box.scrollHeight;
}

let toastTimer;
function toast(text) {
  byId('toast').textContent = text;
  byId('toast').hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { byId('toast').hidden = true; }, 2500);
}

/* ---- drawing the news ---- */

function badge(id, count) {
  const element = byId(id);
  element.hidden = !count;
  element.replaceChildren(h('span', { 'aria-hidden': 'true' }, count > 99 ? '99+' : String(count)), h('span', { class: 'unseen' }, count + ' 条未读'));
}

function once(key, value, draw) {
  const text = JSON.stringify(value);
  if (shown[key] === text) return;
  shown[key] = text;
  draw(value);
}

function draw(news) {
  latest = news;
  document.title = news.person.nickname + '的手机 · 模拟环境';
  byId('who').textContent = news.person.nickname + (news.person.about ? ' · ' + news.person.about : '');
  byId('chat-name').textContent = byId('list-name').textContent = news.account;
  byId('list-last').textContent = lastWords(news.entries);
  byId('sms-phone').textContent = news.person.phone ? '本机号码 ' + news.person.phone : '这部手机没有号码';
  byId('follow').hidden = news.subscribed;
  byId('snapshot').hidden = !news.snapshot;
  window.drawChat(news);
  window.drawSettings(news);
  window.drawBridge(news);
  addNew(byId('texts'), news.sms, shown.texts, (sms) => [h('p', { class: 'sms-text' }, sms.text)]);
  badge('badge-chat', news.unread.chat);
  badge('list-badge', news.unread.chat);
  badge('badge-sms', news.unread.sms);
  if (window.drawDesk && news.people) window.drawDesk(news);
  markRead();
}

/* ---- asking for news ---- */

const wide = matchMedia('(min-width: 900px)');
wide.addEventListener('change', () => { latest = null; refresh(); });

// Only the latest question is heard: an older answer could take a newer card's badge back.
let asked = 0;
async function refresh() {
  asked += 1;
  const mine = asked;
  const version = latest ? latest.version : '';
  const answer = await fetch('/sim/live?v=' + encodeURIComponent(version) + (wide.matches ? '&desk=1' : ''));
  if (mine !== asked || answer.status !== 200) return;
  draw(await answer.json());
}

async function loop() {
  try {
    await refresh();
    document.body.classList.remove('gone');
  } catch (error) {
    // The simulator is restarting: say so and go on asking.
    document.body.classList.add('gone');
  }
  setTimeout(loop, 1000);
}

byId('open-chat').addEventListener('click', () => show('wechat', 'chat'));
byId('back-list').addEventListener('click', () => { show('wechat', 'list'); byId('open-chat').focus(); });
byId('close-web').addEventListener('click', closeWeb);
byId('reload-web').addEventListener('click', () => { const frame = byId('web').firstChild; if (frame) openWeb(frame.src); });
byId('do-follow').addEventListener('click', () => send('follow'));
byId('full-service').addEventListener('click', () => send('full-service').then(() => byId('reload-web').click()));
for (const button of document.querySelectorAll('[data-app]')) button.addEventListener('click', () => show(button.dataset.app));
document.addEventListener('visibilitychange', markRead);
window.addEventListener('DOMContentLoaded', () => {
  show('wechat', 'chat');
  loop();
});
`;
