import { beforeEach, expect, jest, test } from '@jest/globals';
import { flushPromises, mount } from '@vue/test-utils';
import { localProblem, type Answer } from './http';
import PictureUpload from './PictureUpload.vue';
import type { UploadOptions } from './upload';

type Sent = { file: Blob; options: UploadOptions; answer: (answer: Answer<{ id: string }>) => void };

beforeEach(() => {
  URL.createObjectURL = () => 'blob:1';
  URL.revokeObjectURL = jest.fn<(url: string) => void>();
});

function open(props: Partial<{ max: number; shrink: (file: Blob) => Promise<Blob | null> }> = {}) {
  const sent: Sent[] = [];
  const upload = (file: Blob, options: UploadOptions) => new Promise<Answer<{ id: string }>>((answer) => sent.push({ file, options, answer }));
  const page = mount(PictureUpload, { props: { upload, shrink: async (file: Blob) => file, ...props } });
  const pick = async (count: number) => {
    const input = page.findAll<HTMLInputElement>('input')[1]!;
    const files = Array.from({ length: count }, (_, index) => new File(['x'], `${index}.jpg`, { type: 'image/jpeg' }));
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

test('a file that is no picture says so and is never sent', async () => {
  const { page, sent, pick } = open({ shrink: async () => null });
  await pick(1);
  expect(sent).toHaveLength(0);
  expect(page.get('.failed').text()).toContain('这张照片打不开，请换一张。');
});
