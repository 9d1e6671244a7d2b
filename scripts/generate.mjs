/**
 * Writes what follows from the contracts: api/openapi.json, the H5's clients, two tables in docs/. All are committed;
 * `npm run check` fails when they differ from what the contracts give (`--check`).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from './build.mjs';

const HEADER = '// Generated from the contracts by `npm run generate`; do not edit.\n';

function clientFunction(name, route, hasInput) {
  const params = [...route.path.matchAll(/:(\w+)/g)].map(([, each]) => each);
  const path = params.length ? `\`/api${route.path.replace(/:(\w+)/g, (_, each) => `\${encodeURIComponent(input.params.${each})}`)}\`` : `'/api${route.path}'`;
  const parts = [route.query && 'query: input.query', route.body && 'body: input.body'].filter(Boolean);
  const input = hasInput ? `input: CallOf<Routes['${name}']>, ` : '';
  return [
    `/** ${route.summary} */`,
    `export const ${name} = (${input}options: CallOptions = {}): Promise<Answer<OutputOf<Routes['${name}']>>> =>`,
    `  call('${route.method}', ${path}, { ${[...parts, '...options'].join(', ')} });`,
    '',
  ].join('\n');
}

/** The client of one feature: plain functions, so that a page carries those it calls. Types cost nothing at run time. */
function clientOf(feature) {
  const callable = Object.entries(feature.routes).filter(([, route]) => !route.upload && (route.response || route.status === 204));
  if (callable.length === 0) return null;
  const usesInput = callable.some(([, route]) => route.params || route.query || route.body);
  return [
    HEADER,
    `import type { ${feature.name}Routes } from '@wuye/shared/${feature.name}';`,
    `import type { ${usesInput ? 'CallOf, ' : ''}OutputOf } from '@wuye/shared/kit';`,
    `import { type Answer, call, type CallOptions } from '../kit/http';`,
    '',
    `type Routes = typeof ${feature.name}Routes;`,
    '',
    ...callable.map(([name, route]) => clientFunction(name, route, Boolean(route.params || route.query || route.body))),
  ].join('\n');
}

const NOTE = '<!-- Generated from the contracts by `npm run generate`; do not edit. -->\n';

/** The lifecycles as pictures, from the tables that the api moves by. */
function lifecyclesOf(features) {
  const charts = features.flatMap((feature) =>
    Object.entries(feature.lifecycles ?? {}).map(([name, { initial, states }]) => {
      const steps = Object.entries(states).flatMap(([from, events]) => Object.entries(events).map(([event, to]) => `  ${from} --> ${to}: ${event}`));
      return [`## ${name}`, '', '```mermaid', 'stateDiagram-v2', `  [*] --> ${initial}`, ...steps, '```', ''].join('\n');
    }),
  );
  return [NOTE, '# Lifecycles', '', ...charts].join('\n');
}

/** The permission table as lawyers read it: one line an action, who, and how far. */
function permissionsOf(features) {
  const who = (rule) => [rule.anyone && 'everyone signed in', rule.own && 'whose own it is', ...(rule.roles ?? [])].filter(Boolean).join(', ');
  const rows = features.flatMap((feature) => Object.entries(feature.access).map(([action, rule]) => `| ${action} | ${who(rule)} |`));
  const routes = features.flatMap((feature) =>
    Object.values(feature.routes).map(
      ({ method, path, access }) => `| ${method} /api${path} | ${typeof access === 'object' ? `public: ${access.public}` : access} |`,
    ),
  );
  const intro = 'A role counts within the scope of its grant: its community, its company, its district, or the city.';
  return [NOTE, '# Permissions', '', intro, '', '| action | who |', '| --- | --- |', ...rows, '', '| route | needs |', '| --- | --- |', ...routes, ''].join(
    '\n',
  );
}

async function generated() {
  await build({ h5: false });
  const { features } = await import('../shared/dist/features/index.js');
  const { openApi } = await import('../shared/dist/openapi/index.js');
  const files = new Map([
    ['api/openapi.json', `${JSON.stringify(openApi(features), null, 2)}\n`],
    ['docs/lifecycles.md', lifecyclesOf(features)],
    ['docs/permissions.md', permissionsOf(features)],
  ]);
  for (const feature of features) {
    const client = clientOf(feature);
    if (client) files.set(`h5/src/${feature.name}/client.gen.ts`, client);
  }
  return files;
}

export default async function run(args) {
  const stale = [];
  for (const [path, text] of await generated()) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    stale.push(path);
    if (args.includes('--check')) continue;
    mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    writeFileSync(path, text);
  }
  if (stale.length === 0) return;
  if (!args.includes('--check')) return console.error(`written: ${stale.join(', ')}`);
  console.error(`These differ from the contracts; run \`npm run generate\`: ${stale.join(', ')}`);
  process.exit(1);
}
