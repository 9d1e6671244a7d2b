import { afterEach, expect, test } from '@jest/globals';
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { defineComponent, h, nextTick, ref } from 'vue';
import FoldForm from './FoldForm.vue';

enableAutoUnmount(afterEach);

function folded() {
  const fold = { open: ref(false), box: ref<HTMLElement | null>(null), loading: ref(false), problem: ref(null), sent: 0, send: () => fold.sent++ };
  // A field that keeps by itself what was put into it, as pictures do that are on their way.
  const fields = () => h('input', { type: 'text' });
  const page = mount(
    defineComponent({ render: () => h(FoldForm, { fold, name: 'urge', act: '督促', title: '督促区里', send: '发出督促' }, { default: fields }) }),
    { attachTo: document.body },
  );
  const press = async (words: string) =>
    page
      .findAll('button')
      .find((each) => each.text() === words)!
      .trigger('click');
  return { fold, page, press };
}

test('one button until it is asked for; then a form with a name, its send and a way back', async () => {
  const { fold, page, press } = folded();
  expect(page.findAll('button').map((each) => each.text())).toEqual(['督促']);
  await press('督促');
  expect(page.get('section').attributes('aria-labelledby')).toBe(page.get('h2').attributes('id'));
  expect(page.get('h2').text()).toBe('督促区里');
  expect(fold.box.value).toBe(page.get('form').element);
  await page.get('form').trigger('submit');
  expect(fold.sent).toBe(1);
});

test('返回 keeps what was begun; what was sent leaves an empty form', async () => {
  const { fold, page, press } = folded();
  await press('督促');
  await page.get('input').setValue('久拖不决');
  await press('返回');
  expect(page.get('section').isVisible()).toBe(false);
  await press('督促');
  expect(page.get('section').isVisible()).toBe(true);
  expect(page.get('input').element.value).toBe('久拖不决');
  fold.open.value = false;
  await nextTick();
  expect(page.find('form').exists()).toBe(false);
  await press('督促');
  expect(page.get('input').element.value).toBe('');
});
