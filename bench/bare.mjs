/**
 * The bare server: node:http and mysql2's `execute`, running the statements that were recorded from the api, and nothing else:
 * no framework, no validation, no hashing, no sealing. It is the limit that the api is measured by.
 * Run as: node bare.mjs <plan.json>
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import mysql from 'mysql2/promise';

const { url, pool: size, routes } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const pool = mysql.createPool({ uri: url, connectionLimit: size, maxIdle: size, timezone: 'Z', charset: 'utf8mb4', trace: false, maxPreparedStatements: 500 });
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Numbers are eight digits and six: each run of this server has eight of its own. */
const RUN = 30_000_000 + (Math.floor(Date.now() / 1000) % 60_000_000);
let count = 0;

/** 26 characters in the order of time, as the api's ids are; without their randomness. */
function id() {
  let time = Date.now();
  let text = '';
  for (let digit = 0; digit < 10; digit++, time = Math.floor(time / 32)) text = CROCKFORD[time % 32] + text;
  return text + String(count++).padStart(16, '0');
}

const makers = {
  id,
  key: () => `bare-${id()}`,
  number: () => `${RUN + Math.floor(count / 1e6)}-${String(count++ % 1e6).padStart(6, '0')}`,
};

/** The values of one request: the same slot gets the same new value everywhere. */
function filler() {
  const made = new Map();
  return (value) => {
    if (value === null || typeof value !== 'object') return value;
    if (!made.has(value.as)) made.set(value.as, makers[value.fresh]());
    return made.get(value.as);
  };
}

const PLAIN = new Set(['START TRANSACTION', 'COMMIT']);

async function run(statements) {
  const fill = filler();
  let connection = null;
  let rows;
  for (const { sql, values } of statements) {
    if (sql === 'START TRANSACTION') connection = await pool.getConnection();
    const door = connection ?? pool;
    if (PLAIN.has(sql)) await door.query(sql);
    else [rows] = await door.execute(sql, values.map(fill));
    if (sql === 'COMMIT') connection = connection?.release() ?? null;
  }
  return rows;
}

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text === '' ? null : JSON.parse(text);
}

createServer((request, response) => {
  const route = routes[`${request.method} ${request.url}`];
  const answer = async () => {
    if (request.method === 'POST') await bodyOf(request);
    const rows = await run(route.statements);
    // A read answers its rows; a write answers what the api answered.
    const body = route.body ?? JSON.stringify({ items: rows.slice(0, route.rows), next: rows[route.rows]?.id ?? null });
    response.writeHead(route.status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  };
  answer().catch((error) => {
    const body = JSON.stringify({ error: String(error) });
    response.writeHead(500, { 'content-length': Buffer.byteLength(body) }).end(body);
  });
}).listen(0, '127.0.0.1', function () {
  console.log(`ready ${this.address().port}`);
});
