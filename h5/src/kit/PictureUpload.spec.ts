import { beforeEach, expect, jest, test } from '@jest/globals';
import { flushPromises, mount } from '@vue/test-utils';
import { localProblem, type Answer } from './http';
import PictureUpload from './PictureUpload.vue';
import type { PictureOptions } from './resume';
import type { KeptPicture, Shelf } from './shelf';

type Sent = { file: Blob; options: PictureOptions; answer: (answer: Answer<{ id: string }>) => void };

beforeEach(() => {
  URL.createObjectURL = () => 'blob:1';
  URL.revokeObjectURL = jest.fn<(url: string) => void>();
});

type Props = Partial<{ max: number; shrink: (file: Blob) => Promise<Blob | null>; shelf: () => Promise<Shelf>; known: string[] }>;

/** A phone's shelf that outlives the page. */
function shelfWith(room = true) {
  const kept = new Map<string, KeptPicture>();
  const shelf: Shelf = {
    list: async () => [...kept.values()],
    put: async (picture) => {
      if (room) kept.set(picture.key, picture);
      return room;
    },
    remove: async (key) => void kept.delete(key),
  };
  return { kept, shelf: async () => shelf };
}

function open(props: Props = {}) {
  const sent: Sent[] = [];
  const upload = (file: Blob, options: PictureOptions) => new Promise<Answer<{ id: string }>>((answer) => sent.push({ file, options, answer }));
  const page = mount(PictureUpload, { props: { upload, shrink: async (file: Blob) => file, ...props } });
  const pick = async (count: number, type = 'image/jpeg') => {
    const input = page.findAll<HTMLInputElement>('input')[1]!;
    const files = Array.from({ length: count }, (_, index) => new File(['x'], `${index}.jpg`, { type }));
    Object.defineProperty(input.element, 'files', { value: files, configurable: true });
    Object.defineProperty(input.element, 'value', { value: '', writable: true, configurable: true });
    await input.trigger('change');
    await flushPromises();
  };
  const ids = () => page.emitted<[string[]]>('update:modelValue')?.at(-1)?.[0] ?? [];
  return { page, sent, pick, ids };
}

const lost: Answer<{ id: string }> = { ok: false, problem: localProblem('NETWORK.OFFLINE', '网络断开') };

test('a picture is sent when picked, with its progress, and its id is the value', async () => {
  const { page, sent, pick, ids } = open();
  await pick(1);
  expect(sent).toHaveLength(1);
  sent[0]!.options.onProgress?.(0.42);
  await flushPromises();
  expect(page.get('[role=progressbar]').text()).toBe('42%');
  expect(page.emitted('update:busy')!.at(-1)).toEqual([true]);
  sent[0]!.answer({ ok: true, data: { id: 'p1' } });
  await flushPromises();
  expect(ids()).toEqual(['p1']);
  expect(page.emitted('update:busy')!.at(-1)).toEqual([false]);
});

test('what did not arrive says so and is sent again by a tap', async () => {
  const { page, sent, pick, ids } = open();
  await pick(1);
  sent[0]!.answer(lost);
  await flushPromises();
  expect(page.get('.failed').text()).toContain('上传未完成，点按重试');
  expect(page.emitted('update:busy')!.at(-1)).toEqual([true]);
  await page.get('.failed').trigger('click');
  await flushPromises();
  expect(sent).toHaveLength(2);
  sent[1]!.answer({ ok: true, data: { id: 'p1' } });
  await flushPromises();
  expect(page.find('.failed').exists()).toBe(false);
  expect(ids()).toEqual(['p1']);
});

test('a line that breaks: said so, how far it is, and a tap goes on at once', async () => {
  const { page, sent, pick, ids } = open();
  await pick(1);
  const now = jest.fn();
  sent[0]!.options.onProgress?.(0.42);
  sent[0]!.options.onBreak?.(now);
  await flushPromises();
  expect(page.get('.broken').text()).toContain('42%');
  expect(page.get('.broken').text()).toContain('网络不好，正在续传');
  expect(page.get('.progress').text()).toContain('还有 1 张在传；传完才能提交');
  await page.get('.broken').trigger('click');
  expect(now).toHaveBeenCalledTimes(1);
  sent[0]!.options.onBreak?.(null);
  await flushPromises();
  expect(page.get('[role=progressbar]').text()).toBe('42%');
  sent[0]!.answer({ ok: true, data: { id: 'p1' } });
  await flushPromises();
  expect(ids()).toEqual(['p1']);
  expect(page.find('.progress').exists()).toBe(false);
});

test('what the server refuses is said in its words', async () => {
  const { page, sent, pick } = open();
  await pick(1);
  sent[0]!.answer({ ok: false, problem: localProblem('FILE.TOO_LARGE', '照片超过 12MB，请换一张或截图后再传。', 413) });
  await flushPromises();
  expect(page.get('.failed').text()).toContain('这张传不了');
  expect(page.get('.progress').text()).toBe('有 1 张没有传成，请点按重试，或删掉。第 1 张：照片超过 12MB，请换一张或截图后再传。');
});

test('a page that is closed loses nothing: what waits on the phone goes on under its old name, small as it was', async () => {
  const { kept, shelf } = shelfWith();
  const small = new Blob(['small'], { type: 'image/jpeg' });
  const shrink = jest.fn(async () => small);
  const first = open({ shelf, shrink });
  await first.pick(3);
  expect(kept.size).toBe(3);
  expect([...kept.values()].every(({ picture, ready }) => picture === small && ready)).toBe(true);
  first.sent[0]!.answer({ ok: true, data: { id: 'p1' } });
  await flushPromises();
  expect(first.page.get('.progress').text()).toContain('离开这一页也不会丢');
  first.page.unmount();
  expect(first.sent[1]!.options.signal?.aborted).toBe(true);

  const second = open({ shelf, shrink });
  await flushPromises();
  expect(second.page.findAll('li')).toHaveLength(3);
  expect(second.sent.map(({ options }) => options.key)).toEqual(first.sent.slice(1, 3).map(({ options }) => options.key));
  expect(second.sent[0]!.file).toBe(small);
  expect(shrink).toHaveBeenCalledTimes(3);
  second.sent[0]!.answer({ ok: true, data: { id: 'p2' } });
  second.sent[1]!.answer({ ok: true, data: { id: 'p3' } });
  await flushPromises();
  expect(second.ids()).toEqual(['p1', 'p2', 'p3']);
  second.page.unmount();

  // The form's draft has them by now: they need no place here.
  const third = open({ shelf, known: ['p1', 'p2', 'p3'] });
  await flushPromises();
  expect(third.page.findAll('li')).toHaveLength(0);
  expect(kept.size).toBe(0);
});

test('no room on the phone: said so, and sent all the same', async () => {
  const { shelf } = shelfWith(false);
  const { page, sent, pick } = open({ shelf });
  await pick(1);
  expect(sent).toHaveLength(1);
  expect(page.get('.warning').text()).toContain('手机存储空间不足');
  expect(page.get('.progress').text()).toContain('传完之前请不要离开这一页');
});

test('one that the phone kept and can read no more is told of', async () => {
  const { kept, shelf } = shelfWith();
  kept.set('a', { key: 'a', at: 1, picture: null, ready: true, fileId: null });
  const { page } = open({ shelf });
  await flushPromises();
  expect(page.get('.warning').text()).toContain('上次有 1 张照片没有存住，请重新选');
  expect(kept.size).toBe(0);
});

test('removed: gone from the phone, too', async () => {
  const { kept, shelf } = shelfWith();
  const { page, pick } = open({ shelf });
  await pick(2);
  await page.findAll('.remove')[0]!.trigger('click');
  await flushPromises();
  expect(kept.size).toBe(1);
});

test('twenty are picked at once, two at a time on their way', async () => {
  const { page, sent, pick } = open({ max: 20 });
  await pick(20);
  expect(page.findAll('li')).toHaveLength(20);
  expect(sent).toHaveLength(2);
  for (let index = 0; index < 20; index++) {
    sent[index]!.answer({ ok: true, data: { id: `p${index}` } });
    await flushPromises();
    expect(sent.length).toBeLessThanOrEqual(index + 3);
  }
  expect(page.findAll('.done')).toHaveLength(20);
});

test('two at once, in the order they were picked, never more than nine', async () => {
  const { page, sent, pick, ids } = open();
  await pick(11);
  expect(page.findAll('li')).toHaveLength(9);
  expect(page.text()).toContain('最多 9 张，有 2 张没有加入');
  expect(page.find('.picks').exists()).toBe(false);
  expect(sent).toHaveLength(2);
  sent[1]!.answer({ ok: true, data: { id: 'p2' } });
  await flushPromises();
  expect(sent).toHaveLength(3);
  sent[0]!.answer({ ok: true, data: { id: 'p1' } });
  await flushPromises();
  expect(ids()).toEqual(['p1', 'p2']);
});

test('removing one that is on its way cancels it and lets the next go', async () => {
  const { page, sent, pick, ids } = open();
  await pick(3);
  await page.findAll('.remove')[0]!.trigger('click');
  await flushPromises();
  expect(sent[0]!.options.signal?.aborted).toBe(true);
  expect(sent).toHaveLength(3);
  sent[0]!.answer(lost);
  sent[1]!.answer({ ok: true, data: { id: 'p2' } });
  await flushPromises();
  expect(ids()).toEqual(['p2']);
});

test('one that this phone cannot open but the server can goes as it is', async () => {
  const { sent, pick } = open({ shrink: async () => null });
  await pick(1);
  expect(sent[0]!.file).toMatchObject({ name: '0.jpg' });
});

test('a file that is no picture says so and is never sent', async () => {
  const { page, sent, pick } = open({ shrink: async () => null });
  await pick(1, 'application/pdf');
  expect(sent).toHaveLength(0);
  expect(page.get('.progress').text()).toContain('第 1 张：这张照片打不开，请换一张。');
});
