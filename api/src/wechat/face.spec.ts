import { expect, it } from '@jest/globals';
import { certHash } from './face.js';

it('cert_hash is the one of WeChat’s example', () => {
  expect(certHash({ name: '张三', idNumber: '310101199801011234' })).toBe('3c241f7ff324977aeb91f173bb2a7b06569e6fd784d5573db34a636d8671108b');
});
