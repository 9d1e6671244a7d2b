import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { type InputOf, route } from '@wuye/shared/kit';
import { isProblem } from '../platform/errors/index.js';
import { type Context, Endpoint } from '../platform/http/index.js';
import { WechatCallback, callbackErrors } from './callback.js';

const access = { public: 'WeChat signs every call' } as const;
const errors = Object.keys(callbackErrors);
const signed = z.object({
  signature: z.string().max(64),
  timestamp: z.string().regex(/^\d{1,10}$/),
  nonce: z.string().max(64),
});

const check = route({
  method: 'GET',
  path: '/wechat/callback',
  summary: 'WeChat asks whether the address is ours',
  access,
  query: signed.extend({ echostr: z.string().max(256) }),
  response: z.string(),
  errors,
});
const push = route({
  method: 'POST',
  path: '/wechat/callback',
  summary: 'WeChat pushes a message or an event',
  access,
  query: signed.extend({ openid: z.string().max(64).optional(), encrypt_type: z.string().max(16).optional(), msg_signature: z.string().max(64).optional() }),
  takes: 'xml',
  body: z.string(),
  response: z.string(),
  errors,
});

/** Outside /api: not part of the contract with the H5. */
@Controller()
export class CallbackController {
  constructor(private readonly callback: WechatCallback) {}

  @Endpoint(check)
  check({ now, http }: Context, { query }: InputOf<typeof check>) {
    void http.reply.type('text/plain; charset=utf-8');
    return this.callback.refuses(query, now) ?? query.echostr;
  }

  @Endpoint(push)
  async push({ now, http }: Context, { query, body }: InputOf<typeof push>) {
    const answer = await this.callback.take(query, body, now);
    if (!isProblem(answer)) void http.reply.type(`text/${answer.startsWith('<') ? 'xml' : 'plain'}; charset=utf-8`);
    return answer;
  }
}
