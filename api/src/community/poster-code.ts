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
