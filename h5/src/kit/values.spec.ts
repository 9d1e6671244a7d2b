import { expect, jest, test } from '@jest/globals';
import { noteServerTime, serverNow } from './clock';
import { startElder, useElder } from './elder';
import { confirmAct, toast } from './feedback';
import { formatArea, formatAreas, formatMoney, formatPercent } from './format';
import { ICONS, iconCss } from './icons';
import { joinTodos, nearest } from './todo';

test('amounts and areas from integers', () => {
  expect(formatMoney(12_860_000)).toBe('128,600.00 元');
  expect(formatMoney(-5)).toBe('-0.05 元');
  expect(formatArea(8950)).toBe('89.50 m²');
  expect(formatAreas(1_999_999, 3_000_000)).toBe('19,999.99/30,000.00 m²');
});

test('a share is rounded down: nothing looks reached before it is', () => {
  expect(formatPercent(1_999_999, 3_000_000)).toBe('66.66%');
  expect(formatPercent(2, 3)).toBe('66.66%');
  expect(formatPercent(999_999, 1_000_000)).toBe('99.99%');
  expect(formatPercent(1, 1)).toBe('100%');
  expect(formatPercent(1, 2)).toBe('50%');
  expect(formatPercent(0, 0)).toBe('0%');
});

test("the server's clock counts when the phone's is wrong, and small differences do not", () => {
  const sent = Date.now();
  noteServerTime(new Date(sent + 3_600_000).toUTCString(), sent, sent);
  expect(Math.abs(serverNow() - Date.now() - 3_600_000)).toBeLessThan(2000);
  noteServerTime('nonsense', sent, sent);
  noteServerTime(null, sent, sent);
  expect(Math.abs(serverNow() - Date.now() - 3_600_000)).toBeLessThan(2000);
  noteServerTime(new Date(Date.now()).toUTCString(), Date.now(), Date.now());
  expect(Math.abs(serverNow() - Date.now())).toBeLessThan(2000);
});

test('长辈版 is remembered, and offered once to who reads in large letters', () => {
  const elder = useElder();
  document.documentElement.style.fontSize = '20px';
  startElder();
  expect(elder.offer.value).toBe(true);
  elder.decline();
  startElder();
  expect(elder.offer.value).toBe(false);
  elder.set(true);
  expect(document.documentElement.hasAttribute('data-elder')).toBe(true);
  document.documentElement.removeAttribute('data-elder');
  startElder();
  expect(elder.on.value).toBe(true);
  expect(document.documentElement.hasAttribute('data-elder')).toBe(true);
  elder.set(false);
});

test('letters that WeChat enlarges only later are noticed, and left as large as they are', async () => {
  localStorage.clear();
  document.documentElement.style.fontSize = '';
  const elder = useElder();
  startElder();
  expect(elder.offer.value).toBe(false);
  document.body.style.setProperty('-webkit-text-size-adjust', '130%');
  document.documentElement.style.fontSize = '130%';
  await new Promise((resolve) => setTimeout(resolve));
  expect(elder.offer.value).toBe(true);
  expect(document.documentElement.style.fontSize).toBe('130%');
  elder.decline();
  document.documentElement.style.fontSize = '140%';
  await new Promise((resolve) => setTimeout(resolve));
  expect(elder.offer.value).toBe(false);
  document.documentElement.style.fontSize = '';
});

test('a dialog names its act, takes the focus and gives it back', async () => {
  const button = document.body.appendChild(document.createElement('button'));
  button.focus();
  const asked = confirmAct({ title: '解除所有绑定？', words: '解除后不能投票、收不到通知；已投的票仍有效', act: '解除 2 套房屋', danger: true });
  // The dialog is its own chunk.
  await import('./ConfirmDialog.vue');
  await new Promise((resolve) => setTimeout(resolve));
  const dialog = document.querySelector<HTMLElement>('[role=alertdialog]')!;
  expect(document.activeElement).toBe(dialog);
  expect(dialog.querySelector('button')!.textContent).toContain('解除 2 套房屋');
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  expect(await asked).toBe(false);
  expect(document.querySelector('[role=alertdialog]')).toBeNull();
  expect(document.activeElement).toBe(button);
});

test('a toast is read out and goes after two seconds', () => {
  jest.useFakeTimers();
  toast('已保存');
  jest.advanceTimersByTime(100);
  const place = document.querySelector('.toast')!;
  expect(place.getAttribute('role')).toBe('status');
  expect(place.textContent).toBe('已保存');
  jest.advanceTimersByTime(2000);
  expect(place.textContent).toBe('');
  jest.useRealTimers();
});

test("every icon has its rule, Vant's inner ones among them, and no font is named", () => {
  const css = iconCss();
  for (const name of Object.keys(ICONS)) expect(css).toContain(`.van-icon-${name}{`);
  for (const inner of ['arrow', 'arrow-left', 'clear', 'cross', 'success', 'plus', 'photograph', 'photo', 'photo-fail', 'delete', 'search', 'close', 'star'])
    expect(ICONS).toHaveProperty([inner]);
  expect(css).not.toMatch(/font-face|vant-icon/);
});

test('待办: the nearest deadline first, at most three, one failing source costs only its own rows', () => {
  const row = (to: string, due?: string) => ({ id: to, title: to, to, due });
  const rows = [row('/a'), row('/b', '2026-11-24T00:00:00.000Z'), row('/c', '2026-11-22T00:00:00.000Z'), row('/b', '2026-11-24T00:00:00.000Z'), row('/d')];
  expect(nearest([rows], 3).map(({ to }) => to)).toEqual(['/c', '/b', '/a']);
  const problem = { type: 'about:blank', title: '', status: 403, code: 'ACCESS.DENIED' };
  expect(
    joinTodos(
      [
        { ok: false, problem },
        { ok: true, data: rows },
      ],
      1,
    ),
  ).toEqual({ ok: true, data: [rows[2]] });
  expect(joinTodos([{ ok: false, problem }], 3)).toEqual({ ok: false, problem });
  expect(joinTodos([], 3)).toEqual({ ok: true, data: [] });
});
