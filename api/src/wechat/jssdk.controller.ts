import { Controller } from '@nestjs/common';
import type { InputOf } from '@wuye/shared/kit';
import { wechatRoutes as routes } from '@wuye/shared/wechat';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { JsSdk } from './jssdk.js';

/** What the pages need of WeChat. */
@Controller()
export class JsSdkController {
  constructor(private readonly jssdk: JsSdk) {}

  @Endpoint(routes.signPage)
  signPage(context: SignedIn, input: InputOf<typeof routes.signPage>) {
    return this.jssdk.sign(context, input);
  }
}
