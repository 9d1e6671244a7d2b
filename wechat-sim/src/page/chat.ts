/** The chat with the account: cards, texts, the menu and the keyboard. */
export const CHAT_SCRIPT = `'use strict';
const DELIVERY = { waiting: '等待送达结果', success: '已送达', 'user block': '被拒收', 'system failed': '失败' };
const deliveries = new Map();

function cardElement(card) {
  const inner = [h('strong', { class: 'card-title' }, card.title)];
  for (const row of card.rows) inner.push(h('span', { class: 'card-row' }, h('span', { class: 'card-label' }, row.label + ' '), h('span', {}, row.value + ' ')));
  // Its line is there from the beginning: filled later, it would push the last message out of sight.
  const result = h('p', { class: 'delivery', 'data-delivery': card.delivery }, DELIVERY[card.delivery]);
  deliveries.set(card.id, result);
  if (!card.url) return [h('div', { class: 'card', role: 'group', 'aria-label': card.title }, ...inner), result];
  inner.push(h('span', { class: 'card-more' }, '查看详情', h('span', { 'aria-hidden': 'true' }, '›')));
  return [h('button', { class: 'card', type: 'button', onclick: () => openWeb(card.url) }, ...inner), result];
}

function articleElement(article) {
  const inner = [h('strong', { class: 'card-title' }, article.title), h('span', { class: 'article-text' }, article.description)];
  if (!article.url) return h('div', { class: 'card', role: 'group', 'aria-label': article.title }, ...inner);
  return h('button', { class: 'card', type: 'button', onclick: () => openWeb(article.url) }, ...inner);
}

/* A text in the chat: WeChat shows links in it as links. */
function saidElement(entry) {
  const parts = entry.text.split(/(https?:[/][/][^\\s<>"']+)/);
  const words = parts.map((part, index) => (index % 2 ? h('button', { type: 'button', class: 'inline-link', onclick: () => openWeb(part) }, part) : part));
  return [h('p', { class: 'said by-' + entry.by }, ...words)];
}

function entryElements(entry) {
  if (entry.kind === 'card') return cardElement(entry);
  if (entry.kind === 'news') return entry.articles.map(articleElement);
  return saidElement(entry);
}

window.drawChat = (news) => {
  addNew(byId('cards'), news.entries, shown.cards, entryElements);
  for (const entry of news.entries) {
    const result = deliveries.get(entry.id);
    if (!result || result.dataset.delivery === entry.delivery) continue;
    result.dataset.delivery = entry.delivery;
    result.textContent = DELIVERY[entry.delivery];
  }
  for (const id of deliveries.keys()) if (!news.entries.some((entry) => entry.id === id)) deliveries.delete(id);
  once('menu', news.menu, (menu) => byId('menu').replaceChildren(...menu.map(menuItem)));
};

function lastWords(entries) {
  const entry = entries[entries.length - 1];
  if (!entry) return '还没有消息';
  if (entry.kind === 'card') return entry.title;
  return entry.kind === 'news' ? entry.articles[0].title : entry.text;
}

/* ---- menu and keyboard ---- */

function press(button) {
  closeMenu();
  send('press', { type: button.type, key: button.key, url: button.url });
  if (button.type === 'view' && button.url) openWeb(button.url);
  else toast('“' + button.name + '”还没有内容');
}

function closeMenu(focus) {
  for (const opener of document.querySelectorAll('#menu [aria-expanded="true"]')) {
    opener.setAttribute('aria-expanded', 'false');
    opener.nextElementSibling.hidden = true;
    if (focus) opener.focus();
  }
}

function menuItem(button) {
  if (!button.sub_button.length) return h('div', { class: 'menu-item' }, h('button', { type: 'button', onclick: () => press(button) }, button.name));
  const list = h('div', { class: 'pop', role: 'group', 'aria-label': button.name });
  list.hidden = true;
  for (const sub of button.sub_button) list.append(h('button', { type: 'button', onclick: () => press(sub) }, sub.name));
  const opener = h('button', { type: 'button', class: 'opener', 'aria-expanded': 'false' }, button.name);
  opener.addEventListener('click', () => {
    const open = opener.getAttribute('aria-expanded') === 'true';
    closeMenu();
    if (open) return;
    opener.setAttribute('aria-expanded', 'true');
    list.hidden = false;
  });
  return h('div', { class: 'menu-item' }, opener, list);
}

document.addEventListener('keydown', (event) => { if (event.key === 'Escape') closeMenu(true); });
document.addEventListener('click', (event) => { if (!event.target.closest('.menu-item')) closeMenu(); });

byId('switch').addEventListener('click', () => {
  const writing = byId('composer').hidden;
  byId('composer').hidden = !writing;
  byId('menu').hidden = writing;
  byId('switch').setAttribute('aria-label', writing ? '切换到菜单' : '切换到键盘');
  byId('switch').textContent = writing ? '≡' : '⌨';
  if (writing) byId('message').focus();
});

byId('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = byId('message').value.trim();
  if (!text) return;
  if (!latest.subscribed) { toast('还没有关注，不能发消息'); return; }
  byId('message').value = '';
  send('say', { text });
});
`;
