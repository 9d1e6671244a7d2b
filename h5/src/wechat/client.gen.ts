// Generated from the contracts by `npm run generate`; do not edit.

import type { wechatRoutes } from '@wuye/shared/wechat';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof wechatRoutes;

/** Sign a page of ours for WeChat's JS-SDK */
export const signPage = (input: CallOf<Routes['signPage']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['signPage']>>> =>
  call('POST', '/api/wechat/signature', { body: input.body, ...options });
