import { describe, expect, it } from '@jest/globals';
import { Signer } from '../platform/crypto/index.js';
import { readPosterCode, readPosterScene, writePosterCode, writePosterScene } from './poster-code.js';

const ID = '7ZZZZZZZZZZZZZZZZZZZZZZZZZ';
/** What a column of whole numbers holds at most. */
const MOST = 2 ** 31 - 1;
const key = (id: string, fill = 1) => ({ id, secret: Buffer.alloc(32, fill) });
const signer = new Signer([key('k1')]);

describe('a poster’s scene', () => {
  it.each([
    [1, 'k'],
    [999_999, 'k1'],
    [MOST, 'k'.repeat(200)],
  ])('of edition %p under the key %p fits WeChat’s 64 signs with room', (version, id) => {
    const scene = writePosterScene(new Signer([key(id)]), { communityId: ID, version });
    expect(scene.length).toBeLessThanOrEqual(53);
    expect(scene).toMatch(/^[\w.-]+$/);
    expect(readPosterScene(new Signer([key(id)]), scene)).toEqual({ communityId: ID, version });
  });

  it('stays readable while keys rotate', () => {
    const scene = writePosterScene(signer, { communityId: ID, version: 3 });
    expect(readPosterScene(new Signer([key('k2', 2), key('k1')]), scene)).toEqual({ communityId: ID, version: 3 });
    expect(readPosterScene(new Signer([key('k2', 2)]), scene)).toBeNull();
  });

  it('is nobody’s who alters a sign of it, and neither form passes for the other', () => {
    const scene = writePosterScene(signer, { communityId: ID, version: 1 });
    for (let at = 0; at < scene.length; at++)
      expect(readPosterScene(signer, `${scene.slice(0, at)}${scene[at] === '1' ? '2' : '1'}${scene.slice(at + 1)}`)).toBeNull();
    expect(readPosterScene(signer, writePosterCode(signer, { communityId: ID, version: 1 }))).toBeNull();
    expect(readPosterCode(signer, scene)).toBeNull();
    for (const other of ['', '.', 'huayang', 'p1.', signer.signShort('poster-scene', 'p1.huayang.1')]) expect(readPosterScene(signer, other)).toBeNull();
  });
});
