import type { Signer } from '../platform/crypto/index.js';

const PURPOSE = 'poster';

/** What a poster's code names: a community and the edition of its poster. */
export interface PosterCode {
  readonly communityId: string;
  readonly version: number;
}

/** The signed code that a community's poster carries; it can't be altered to another community. */
export function writePosterCode(signer: Signer, { communityId, version }: PosterCode): string {
  return signer.sign(PURPOSE, `${communityId}-${version}`);
}

/** Null when a single byte of the code was altered. Whether the community and edition still stand is the caller's to ask. */
export function readPosterCode(signer: Signer, code: string): PosterCode | null {
  const match = /^([0-9A-Z]{26})-(\d{1,9})$/.exec(signer.verify(PURPOSE, code) ?? '');
  return match ? { communityId: match[1] as string, version: Number(match[2]) } : null;
}

const SCENE = 'poster-scene';

/**
 * The same as the scene of one of the account's QR codes. WeChat takes 64 signs, so it has a form of its own, of 53 at most:
 * `p1.<community>.<edition>.<short signature>`, without the id of the key. The first sign is the form's, the second its version.
 */
export function writePosterScene(signer: Signer, { communityId, version }: PosterCode): string {
  return signer.signShort(SCENE, `p1.${communityId}.${version.toString(36)}`);
}

/** Null for what is not a poster's scene, or was altered. */
export function readPosterScene(signer: Signer, scene: string): PosterCode | null {
  const match = /^p1\.([0-9A-Z]{26})\.([0-9a-z]{1,6})$/.exec(signer.verifyShort(SCENE, scene) ?? '');
  return match ? { communityId: match[1] as string, version: parseInt(match[2] as string, 36) } : null;
}
