/** The bare HTTP client: sends the same template message to one recipient after the other, over as many connections, and nothing else. */
import http from 'node:http';

const { url, token, template, head, from, count, warm, connections } = JSON.parse(process.argv[2]);
const { hostname, port } = new URL(url);
const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
const path = `/cgi-bin/message/template/send?access_token=${token}`;
const data = { thing1: { value: '业主' }, thing2: { value: '华阳小区' }, number3: { value: '2' }, time4: { value: '2026年11月21日 15:30' } };

const send = (index) =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify({
      touser: head + String(index).padStart(12, '0'),
      template_id: template,
      url: 'http://localhost:3000/h5/bind/result',
      client_msg_id: `bare-${from}-${index}`,
      data,
    });
    const request = http.request(
      { hostname, port, path, method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } },
      (response) => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', (part) => (text += part))
          .on('end', () => (JSON.parse(text).errcode === 0 ? resolve() : reject(new Error(text))));
      },
    );
    request.on('error', reject).end(body);
  });

let [next, end] = [from, from + warm];
const sender = async () => {
  while (next < end) await send(next++);
};
await Promise.all(Array.from({ length: connections }, sender));
end += count;
const began = performance.now();
const cpu = process.cpuUsage();
await Promise.all(Array.from({ length: connections }, sender));
const { user, system } = process.cpuUsage(cpu);
console.log(`done ${JSON.stringify({ tried: count, seconds: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 })}`);
process.exit(0);
