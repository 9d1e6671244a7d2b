/** Scanning, the page that asks to follow, and what can be set on the phone. */
export const SETTINGS_SCRIPT = `'use strict';
let followTicket = '';

/* What a code holds: an address, a code of the account's own, or a text. The server knows which. */
async function scan(content) {
  const text = content.trim();
  if (!text) { byId('scan-result').textContent = '请先粘贴二维码的内容'; return; }
  const answer = await fetch('/sim/act', { method: 'POST', body: JSON.stringify({ person: slug, act: 'scan', text }) });
  const { leads, ticket } = answer.ok ? await answer.json() : { leads: 'text' };
  byId('scan-result').textContent = leads === 'expired' ? '二维码已过期' : leads === 'text' ? '二维码的内容：' + text.slice(0, 200) : '';
  if (leads === 'web') openWeb(text);
  if (leads === 'chat') show('wechat', 'chat');
  if (leads === 'follow') { followTicket = ticket; show('wechat', 'follow'); }
}

byId('scan-form').addEventListener('submit', (event) => {
  event.preventDefault();
  scan(byId('scan-text').value).catch((error) => console.warn(error));
});

function drawPosters(all) {
  const scenes = all.codes.map(({ scene, url }) => ({ name: '公众号二维码 ' + scene, url }));
  const rows = [...all.posters, ...scenes].map((poster) => h('li', {}, h('button', { type: 'button', onclick: () => scan(poster.url) }, poster.name)));
  byId('posters').replaceChildren(...(rows.length ? rows : [h('li', { class: 'hint' }, '附近没有二维码')]));
}

byId('follow-scanned').addEventListener('click', () => send('follow', { ticket: followTicket }).then(() => show('wechat', 'chat')));
byId('leave-follow').addEventListener('click', () => show('scan'));

/* ---- settings ---- */

const NUMBERS = ['font'];

function change(select) {
  const value = select.dataset.setting === 'face' ? select.value === 'true' : NUMBERS.includes(select.dataset.setting) ? Number(select.value) : select.value;
  const messages = select.dataset.setting === 'messages';
  const body = JSON.stringify({ person: slug, [select.dataset.setting]: value });
  return fetch(messages ? '/sim/behaviour' : '/sim/phone', { method: 'POST', body }).then(refresh);
}

for (const select of document.querySelectorAll('[data-setting]')) {
  select.addEventListener('change', () => { change(select).catch((error) => console.warn(error)); });
}
for (const button of document.querySelectorAll('[data-act]')) {
  button.addEventListener('click', () => send(button.dataset.act).then(() => { byId('settings-result').textContent = '已推送给公众号：' + button.textContent; }));
}
byId('set-follow').addEventListener('click', () => send(latest.subscribed ? 'unfollow' : 'follow'));

window.drawSettings = (news) => {
  const values = { ...news.settings, messages: news.messages };
  for (const select of document.querySelectorAll('[data-setting]')) {
    if (document.activeElement !== select) select.value = String(values[select.dataset.setting]);
  }
  byId('set-follow').textContent = news.subscribed ? '取消关注' : '关注公众号';
  byId('follow-state').textContent = news.subscribed ? '已关注 ' + news.account : '未关注 ' + news.account;
  byId('follow-name').textContent = news.account;
  once('posters', { posters: news.posters, codes: news.codes }, drawPosters);
};
`;
