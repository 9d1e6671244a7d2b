import Fastify, { type FastifyInstance } from 'fastify';
import { registerChat } from './chat.js';
import { registerFace } from './face.js';
import { registerFaults } from './faults.js';
import { registerLog } from './log.js';
import { registerMenu } from './menu.js';
import { registerOauth } from './oauth.js';
import { optionsFromEnv, type SimOptions } from './options.js';
import { registerPeople } from './people.js';
import { registerPhone } from './phone.js';
import { registerSms } from './sms.js';
import { registerSns } from './sns.js';
import { SimState } from './state.js';
import { registerTemplate } from './template.js';
import { registerToken } from './token.js';
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
  registerMenu,
  registerFace,
  registerSms,
  registerChat,
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
  const state = new SimState({ ...optionsFromEnv(), ...given });
  const app = createApp(state);
  await app.listen({ host: '127.0.0.1', port: state.options.port });
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : state.options.port;
  return { url: `http://127.0.0.1:${port}`, port, state, close: () => app.close() };
}
