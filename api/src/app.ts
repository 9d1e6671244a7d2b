import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import fastifyCookie from '@fastify/cookie';
import fastifyMultipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import { ConsoleLogger, RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { features } from '@wuye/shared/features';
import { openApi } from '@wuye/shared/openapi';
import type { DataSource } from 'typeorm';
import { AppModule } from './app.module.js';
import { Clock } from './platform/clock/index.js';
import type { Config } from './platform/config/index.js';
import { platformProblem } from './platform/errors/index.js';
import { secure } from './platform/http/index.js';
import { logRequests } from './platform/log/index.js';
import { takeBytes } from './platform/storage/index.js';
import { serveDomainFiles, takeXml } from './wechat/index.js';

export interface AppOptions {
  readonly config: Config;
  /** Opened and migrated. */
  readonly dataSource: DataSource;
  /** False: no timers, for tests that step by hand. */
  readonly background?: boolean;
  readonly clock?: Clock;
  /** Where log lines go instead of standard output, for tests that read them. */
  readonly logStream?: { write(line: string): void };
  /** Folder of the built H5; left out, there are no pages. */
  readonly h5?: string;
}

function adapterFor(config: Config, stream: AppOptions['logStream']): FastifyAdapter {
  return new FastifyAdapter({
    // Standard output carries the `ready` line and nothing else.
    logger: { level: config.LOG_LEVEL, stream: stream ?? process.stderr },
    // Our own hook writes one line a request, without addresses and urls.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    genReqId: () => randomUUID(),
    // The nearest so many hops are our own proxies; an address that anyone could write is not believed.
    trustProxy: (_address: string, hop: number) => hop < config.TRUST_PROXY,
    routerOptions: { maxParamLength: 200 },
    // An address that can't even be read never gets as far as the filter.
    frameworkErrors: (_error: unknown, _request: unknown, reply: FastifyReply) => {
      const problem = platformProblem('REQUEST.MALFORMED');
      void reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(problem.toJSON());
    },
    forceCloseConnections: true,
  });
}

/** The H5: files by their hashed names for a year, the page itself fresh each time; unknown paths below /h5 are its routes. */
async function servePages(server: FastifyInstance, folder: string): Promise<void> {
  await server.register(
    fastifyStatic as never,
    {
      root: folder,
      prefix: '/h5/',
      preCompressed: true,
      wildcard: false,
      index: false,
      setHeaders: (reply: FastifyReply, path: string) => {
        void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    } as never,
  );
  const page = (request: FastifyRequest, reply: FastifyReply) => {
    // A file of an older version is gone, and must not come back as a page.
    if (request.url.startsWith('/h5/assets/')) return reply.callNotFound();
    return reply.sendFile('index.html');
  };
  server.get('/h5', (_request, reply) => reply.redirect('/h5/', 302));
  server.get('/h5/', page);
  server.get('/h5/*', page);
}

/** Builds the application: ready to be asked, not listening. */
export async function createApp({ config, dataSource, background = true, clock = new Clock(), logStream, h5 }: AppOptions): Promise<NestFastifyApplication> {
  const adapter = adapterFor(config, logStream);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with({ config, dataSource, clock, background }), adapter, {
    // JSON like the lines of requests: one line each, also where a stack belongs to it.
    logger: config.LOG_LEVEL === 'silent' ? false : new ConsoleLogger({ json: true, logLevels: ['error', 'fatal'] }),
    abortOnError: false,
  });
  app.setGlobalPrefix('api', {
    exclude: [...['healthz', 'readyz', 'q/:code'].map((path) => ({ path, method: RequestMethod.GET })), { path: 'wechat/callback', method: RequestMethod.ALL }],
  });
  const server = adapter.getInstance<FastifyInstance>();
  await server.register(fastifyCookie);
  await server.register(fastifyMultipart);
  takeXml(server);
  takeBytes(server);
  serveDomainFiles(server, config.WECHAT_VERIFY_CODES);
  await secure(server, config);
  if (config.CLOCK_START) {
    // Pages take the time from the answers' date: theirs must move with ours.
    server.addHook('onSend', (_request, reply, _payload, done) => {
      void reply.header('date', clock.now().toUTCString());
      done();
    });
  }
  if (config.LOG_LEVEL === 'info' || config.LOG_LEVEL === 'debug') logRequests(server);
  const document = openApi(features);
  server.get('/api/openapi.json', () => document);
  server.get('/', (_request, reply) => reply.redirect(config.simulated ? `http://localhost:${config.SIM_PORT}/` : '/h5/', 302));
  if (h5 && existsSync(h5)) await servePages(server, h5);
  await app.init();
  await server.ready();
  return app;
}
