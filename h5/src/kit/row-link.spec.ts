import { expect, test } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { createMemoryHistory, createRouter } from 'vue-router';
import RowLink from './RowLink.vue';

const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { render: () => null } }] });
const row = (props: object, slots = {}) => mount(RowLink, { props: { to: '/say/1', ...props }, slots, global: { plugins: [router] } });

test('a row is one link: state, title and note, or content of its own in their place', () => {
  const plain = row({ tag: { kind: 'good', word: '已办结' }, title: '漏水', note: '华阳小区' });
  expect(plain.get('a').attributes('href')).toBe('/say/1');
  expect(plain.findAll('.words > *').map((each) => each.text())).toEqual(['已办结', '漏水', '华阳小区']);
  const own = row({ title: '漏水' }, { default: '<span>电梯停了</span>' });
  expect(own.findAll('.words > *').map((each) => each.text())).toEqual(['电梯停了']);
  expect(own.findAll('a')).toHaveLength(1);
});
