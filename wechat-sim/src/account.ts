import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SimState } from './state.js';
import { parseObject, wire } from './wire.js';

const Domain = z.object({ code: z.string().regex(/^[A-Za-z0-9]{1,64}$/) });
const FILE_TIMEOUT = 5000;

/** The console's check of a web domain: the file must stand at the root and hold its code. */
async function checkDomain(state: SimState, code: string): Promise<Record<string, unknown>> {
  const url = `${state.options.publicUrl}/MP_verify_${code}.txt`;
  const { status, text, ms } = await state.outgoing.call(url, FILE_TIMEOUT);
  state.log.addOut({ at: state.now(), method: 'GET', url, note: '域名校验文件', status, ms, request: '', response: text });
  const ok = status === 200 && text.trim() === code;
  const words = ok ? '校验通过' : status === 0 ? `打不开：${text}` : status === 200 ? '文件内容不对' : `应答状态 ${status}`;
  return { ok, url, status, words };
}

/** Routes: addresses that WeChat calls from, and the check of the domain's file. */
export function registerAccount(app: FastifyInstance, state: SimState): void {
  const guarded = true;
  wire(app, state, { method: 'GET', path: '/cgi-bin/getcallbackip', guarded, handle: () => ({ ip_list: ['127.0.0.1', '::1'] }) });
  wire(app, state, { method: 'GET', path: '/cgi-bin/get_api_domain_ip', guarded, handle: () => ({ ip_list: ['127.0.0.1'] }) });
  app.post('/sim/domain/verify', (request, reply) => {
    const given = Domain.safeParse(parseObject(typeof request.body === 'string' ? request.body : ''));
    return given.success ? checkDomain(state, given.data.code) : reply.code(400).send({ error: 'code: the part between MP_verify_ and .txt' });
  });
}
