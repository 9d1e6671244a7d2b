import { Injectable } from '@nestjs/common';
import { Signer } from '../platform/crypto/index.js';
import { Greetings } from '../wechat/index.js';
import { readPosterScene, writePosterCode } from './poster-code.js';

/**
 * Who scans a poster's other code, or follows through it, is led on to the community by the same link as the first. The signature
 * alone is looked at; whether the poster still stands is asked when the link is opened.
 */
@Injectable()
export class PosterScenes {
  constructor(signer: Signer, greetings: Greetings) {
    greetings.useScene((scene) => {
      const poster = readPosterScene(signer, scene);
      return poster && `/q/${encodeURIComponent(writePosterCode(signer, poster))}`;
    });
  }
}
