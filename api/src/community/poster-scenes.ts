import { Injectable } from '@nestjs/common';
import { Signer } from '../platform/crypto/index.js';
import { Greetings } from '../wechat/index.js';
import { readPosterCode } from './poster-code.js';

/**
 * A poster's code as the scene of an account's QR code: who scans it or follows through it is led on to the community.
 * The signature alone is looked at; whether the poster still stands is asked when the link is opened.
 */
@Injectable()
export class PosterScenes {
  constructor(signer: Signer, greetings: Greetings) {
    greetings.useScene((scene) => (readPosterCode(signer, scene) ? `/q/${encodeURIComponent(scene)}` : null));
  }
}
