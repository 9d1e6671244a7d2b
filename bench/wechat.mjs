/** Answers as WeChat's API does when a template message is sent (a token, the account's templates, a message number), and as an SMS gateway. */
import { createServer } from 'node:http';
import { features } from '../shared/dist/features/index.js';

const titles = new Set(features.flatMap(({ messages = {} }) => Object.values(messages).map(({ template }) => template)));
const TEMPLATES = [...titles].map((title, index) => ({ title, template_id: `template-${index}` }));

/** Starts the stand-in; `sent` counts the messages it took. */
export function startWechat() {
  let sent = 0;
  const answers = {
    '/cgi-bin/stable_token': () => ({ access_token: 'bench', expires_in: 7200 }),
    '/cgi-bin/template/get_all_private_template': () => ({ template_list: TEMPLATES }),
    '/cgi-bin/message/template/send': () => ({ errcode: 0, errmsg: 'ok', msgid: ++sent }),
    '/sim/sms': () => ({ sent: ++sent }),
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url.split('?')[0]];
    request.resume().once('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer ? answer() : { errcode: 40066, errmsg: 'invalid url' }));
    });
  });
  const stop = () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve)));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({ port: server.address().port, sent: () => sent, stop })));
}
