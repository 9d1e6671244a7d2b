import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { defineComponent, h } from 'vue';
import { localProblem, type Answer } from './http';
import { useLoad, type Load } from './load';
import LoadView from './LoadView.vue';

const offline: Answer<string> = { ok: false, problem: localProblem('NETWORK.OFFLINE', '网络断开，连上网络后请重试。') };
const gone: Answer<string> = { ok: false, problem: localProblem('COMPLAINT.NOT_FOUND', '没有找到这件诉求，或您不能查看。', 404) };

beforeEach(() => sessionStorage.clear());
// A page left mounted would hear the next test's pageshow.
enableAutoUnmount(afterEach);

function open(answers: (Answer<string> | Promise<Answer<string>>)[], keep?: string) {
  let load!: Load<string>;
  const page = mount(
    defineComponent({
      setup() {
        load = useLoad<string>(async () => answers.shift()!, { keep });
        return () => h(LoadView as never, { load }, { default: ({ data }: { data: string }) => h('b', data) });
      },
    }),
  );
  return { page, load };
}

test('shows a skeleton, then the content', async () => {
  const { page } = open([{ ok: true, data: '内容' }]);
  expect(page.find('[aria-busy=true]').exists()).toBe(true);
  await flushPromises();
  expect(page.get('b').text()).toBe('内容');
});

test('an error offers 重试, which reads again', async () => {
  const { page } = open([offline, { ok: true, data: '内容' }]);
  await flushPromises();
  expect(page.get('[role=alert]').text()).toContain('代码 NETWORK.OFFLINE');
  await page.get('button').trigger('click');
  await flushPromises();
  expect(page.get('b').text()).toBe('内容');
});

test('without network the last data stays with its time, also for the next visit to the page', async () => {
  const { page, load } = open([{ ok: true, data: '旧的' }, offline], 'mine');
  await flushPromises();
  await load.reload();
  await flushPromises();
  expect(page.text()).toMatch(/网络断开，显示的是 今天 \d\d:\d\d 的内容/);
  expect(page.get('b').text()).toBe('旧的');
  const next = open([offline], 'mine');
  await flushPromises();
  expect(next.page.get('b').text()).toBe('旧的');
  expect(next.load.keptSince.value).not.toBeNull();
});

test('a refusal takes old data off the screen', async () => {
  const { page, load } = open([{ ok: true, data: '旧的' }, gone], 'mine');
  await flushPromises();
  await load.reload();
  await flushPromises();
  expect(page.find('b').exists()).toBe(false);
  expect(page.text()).toContain('没有找到这件诉求');
});

test('an answer that was overtaken by a newer read is dropped', async () => {
  let late!: (answer: Answer<string>) => void;
  const { page, load } = open([new Promise<Answer<string>>((resolve) => (late = resolve)), { ok: true, data: '新的' }]);
  await load.reload();
  late({ ok: true, data: '旧的' });
  await flushPromises();
  expect(page.get('b').text()).toBe('新的');
});

test('reads again when the browser brings the page back from its cache', async () => {
  const { page } = open([
    { ok: true, data: '旧的' },
    { ok: true, data: '新的' },
  ]);
  await flushPromises();
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  await flushPromises();
  expect(page.get('b').text()).toBe('新的');
});
