import Fastify, { type FastifyInstance } from 'fastify';
import { registerAccount } from './account.js';
import { registerActs } from './acts.js';
import { registerBehaviour } from './behaviour.js';
import { registerCallback } from './callback.js';
import { registerChat } from './chat.js';
import { registerEvents } from './events.js';
import { registerFace } from './face.js';
import { registerFaults } from './faults.js';
import { registerJssdk } from './jssdk.js';
import { registerLog } from './log.js';
import { registerMedia } from './media.js';
import { registerMenu } from './menu.js';
import { registerMessages } from './messages.js';
import { registerOauth } from './oauth.js';
import { optionsFromEnv, type SimOptions } from './options.js';
import { registerPeople } from './people.js';
import { registerPhone } from './phone.js';
import { registerPhones } from './phones.js';
import { registerQr } from './qr.js';
import { registerQuota } from './quota.js';
import { registerResults } from './results.js';
import { registerSms } from './sms.js';
import { registerSns } from './sns.js';
import { SimState } from './state.js';
import { registerTemplate } from './template.js';
import { registerToken } from './token.js';
import { registerUsers } from './users.js';
import { answer, Failure } from './wire.js';

export { optionsFromEnv, type SimOptions } from './options.js';
export { type Person, type Poster } from './people.js';
export { type SimState } from './state.js';

/** A running simulator. */
export interface Sim {
  /** `http://127.0.0.1:<port>`; in a browser use `http://localhost:<port>` and `http://<slug>.localhost:<port>`. */
  url: string;
  port: number;
  state: SimState;
  close(): Promise<void>;
}

const AREAS = [
  registerLog,
  registerFaults,
  registerPeople,
  registerOauth,
  registerSns,
  registerToken,
  registerTemplate,
  registerMessages,
  registerBehaviour,
  registerUsers,
  registerQuota,
  registerQr,
  registerMedia,
  registerJssdk,
  registerAccount,
  registerCallback,
  registerEvents,
  registerResults,
  registerMenu,
  registerFace,
  registerSms,
  registerChat,
  registerActs,
  registerPhones,
  registerPhone,
];

function createApp(state: SimState): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 1024 * 1024 });
  // WeChat looks at the body, not at its content type; the menu even needs the text as it came.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  for (const register of AREAS) register(app, state);
  app.setNotFoundHandler((request, reply) => {
    if (/^\/(?:cgi-bin|sns|cityservice)\//.test(request.url)) return answer(reply, new Failure(40066));
    return reply.code(404).send({ error: 'not found' });
  });
  return app;
}

/**
 * Starts a simulator on 127.0.0.1. Options left out have their development values; `port: 0` takes any free port.
 * It stands for WeChat and believes everybody, so it refuses to run in production.
 */
export async function createSim(given: Partial<SimOptions> = {}): Promise<Sim> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new Error('The WeChat simulator is for development and tests only: it does not start with NODE_ENV=production.');
  }
  // Two defaults follow from what is given: the callback's address, and the account's own name.
  const usual = optionsFromEnv({ PUBLIC_URL: given.publicUrl, WECHAT_APP_ID: given.appId });
  const state = new SimState({ ...usual, ...given });
  const app = createApp(state);
  await app.listen({ host: '127.0.0.1', port: state.options.port });
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : state.options.port;
  const close = (): Promise<void> => {
    state.stop();
    return app.close();
  };
  return { url: `http://127.0.0.1:${port}`, port, state, close };
}
