/** The desk beside the phone on wide screens: people, faults, calls. */
export const DESK_SCRIPT = `'use strict';
const desk = { rows: new Map(), lastCall: 0 };

/* Goes to the window of that person if there is one, without loading it again: being two people at a time. */
function become(event, person) {
  event.preventDefault();
  const target = window.open('', 'sim-' + person);
  let empty = false;
  try {
    empty = target.location.href === 'about:blank';
  } catch (error) {
    // Another origin's page: it is open already, and its address is not ours to read.
    empty = false;
  }
  if (empty) target.location.href = event.currentTarget.href;
  target.focus();
}

function personRow(person) {
  const self = person.slug === slug;
  const count = h('span', { class: 'badge' });
  const link = h('a', { class: 'become', href: location.protocol + '//' + person.slug + '.localhost:' + location.port + '/', 'aria-label': '成为 ' + person.nickname }, '成为');
  link.addEventListener('click', (event) => become(event, person.slug));
  const text = h('span', { class: 'person-text' }, h('strong', {}, person.nickname), h('span', {}, person.about));
  const row = h('li', self ? { 'aria-current': 'true' } : {}, text, count, self ? h('span', { class: 'self' }, '正在看') : link);
  return { row, count };
}

function drawPeople(people) {
  const gone = [...desk.rows.keys()].some((each) => !people.some((person) => person.slug === each));
  if (gone) { desk.rows.clear(); byId('people').replaceChildren(); }
  for (const person of people) {
    if (!desk.rows.has(person.slug)) {
      desk.rows.set(person.slug, personRow(person));
      byId('people').append(desk.rows.get(person.slug).row);
    }
    const { count } = desk.rows.get(person.slug);
    count.hidden = !person.unread;
    count.textContent = person.unread + ' 条未读';
  }
}

function callRow(call) {
  const bad = call.status >= 400 || call.status === 0 || (call.errcode !== null && call.errcode !== 0);
  // A push has no errcode: its HTTP status stands there instead.
  const code = call.out ? String(call.status) : call.errcode === null ? '–' : String(call.errcode);
  const cells = [clock(call.at, true), call.out ? '推送' : call.method, call.out ? call.query + ' → ' + call.path : call.path, code, String(call.ms)];
  const summary = h('summary', bad ? { class: 'bad' } : {}, ...cells.map((cell) => h('span', {}, cell)));
  const parts = [['参数', call.query], ['请求', call.request], ['应答 ' + call.status, call.response]].filter((part) => part[1]);
  return h('details', {}, summary, ...parts.map((part) => h('pre', {}, part[0] + '\\n' + part[1])));
}

function drawCalls(calls) {
  // Numbers start anew when the simulator does.
  const last = calls.length ? calls[calls.length - 1].id : 0;
  if (last < desk.lastCall) { desk.lastCall = 0; byId('calls').replaceChildren(); }
  for (const call of calls) if (call.id > desk.lastCall) byId('calls').prepend(callRow(call));
  while (byId('calls').childElementCount > 150) byId('calls').lastElementChild.remove();
  desk.lastCall = last;
  byId('log-empty').hidden = calls.length > 0;
}

async function toggleFault(button) {
  const on = button.getAttribute('aria-pressed') === 'true';
  const path = byId('fault-path').value;
  const body = JSON.stringify({ kind: button.dataset.fault, ...(path && { path }) });
  await fetch('/sim/faults' + (on ? '?kind=' + button.dataset.fault : ''), on ? { method: 'DELETE' } : { method: 'POST', body });
  await refresh();
}

/* Posts a control; the page follows with the next news. */
function control(path, given, method) {
  return fetch(path, { method: method || 'POST', ...(given && { body: JSON.stringify(given) }) }).then(async (answer) => {
    const result = await answer.json();
    await refresh();
    return result;
  }, (error) => console.warn(error));
}

byId('callback-mode').addEventListener('change', () => control('/sim/callback', { mode: byId('callback-mode').value }));
byId('callback-on').addEventListener('click', () => control('/sim/callback', { callbacks: byId('callback-on').getAttribute('aria-pressed') !== 'true' }));
byId('callback-verify').addEventListener('click', async () => {
  const result = await control('/sim/callback/verify');
  if (result) { desk.verdict = result.words; byId('callback-state').textContent = result.words; }
});
byId('result-status').addEventListener('change', () => control('/sim/results', { status: byId('result-status').value }));
for (const button of document.querySelectorAll('[data-result]')) {
  button.addEventListener('click', () => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    control('/sim/results', { [button.dataset.result]: button.dataset.result === 'reorder' ? on : on ? 1 : 0 });
  });
}

function drawCallback(callback, results) {
  const counts = '已接收 ' + callback.taken + ' · 失败 ' + callback.failed + ' · 等待 ' + callback.waiting + (callback.pausedUntil ? ' · 暂停到 ' + clock(callback.pausedUntil, true) : '');
  byId('callback-state').textContent = (desk.verdict || (callback.verified ? '已验证' : '未验证')) + ' · ' + counts;
  byId('callback-state').title = callback.url;
  byId('callback-on').setAttribute('aria-pressed', String(callback.callbacks));
  if (document.activeElement !== byId('callback-mode')) byId('callback-mode').value = callback.mode;
  if (document.activeElement !== byId('result-status')) byId('result-status').value = results.status;
  for (const button of document.querySelectorAll('[data-result]')) button.setAttribute('aria-pressed', String(Boolean(results[button.dataset.result])));
}

for (const button of document.querySelectorAll('[data-fault]')) {
  button.addEventListener('click', () => { toggleFault(button).catch((error) => console.warn(error)); });
}

window.drawDesk = (news) => {
  byId('desk').hidden = false;
  drawPeople(news.people);
  drawCalls(news.calls);
  drawCallback(news.callback, news.results);
  for (const button of document.querySelectorAll('[data-fault]')) {
    button.setAttribute('aria-pressed', String(news.faults.some((fault) => fault.kind === button.dataset.fault)));
  }
};
`;
