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
  const callable = Object.entries(feature.routes).filter(([, route]) => !route.upload && route.takes !== 'bytes' && (route.response || route.status === 204));
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

/** One cell: how far the role may do the action, and under what condition. */
function cellOf({ roles: allowed = [], named, confirmed }, role, { roleScopes, scopeNames, confirmingRoles }) {
  if (!allowed.includes(role)) return '';
  return [scopeNames[roleScopes[role]], named && '（点名）', confirmed && confirmingRoles.has(role) && '（再验证）'].filter(Boolean).join('');
}

/** The permission table as lawyers read it: one line an action, one column a role, in each cell how far. */
function permissionsOf(features, { roles, roleNames, ...scopes }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const table = (heads, rows) => [line(heads), line(heads.map(() => '---')), ...rows.map(line), ''];
  const everyone = ({ anyone, own }) => [anyone && '所有登录者', own && '本人'].filter(Boolean).join('、');
  const rows = features.flatMap((feature) =>
    Object.entries(feature.access).map(([action, rule]) => [rule.what, everyone(rule), ...roles.map((role) => cellOf(rule, role, scopes)), `\`${action}\``]),
  );
  const what = Object.fromEntries(features.flatMap((feature) => Object.entries(feature.access).map(([action, rule]) => [action, rule.what])));
  const needs = (access) =>
    typeof access === 'object'
      ? `公开：${access.public}`
      : access === 'signed-in'
        ? '登录（本人的事；涉及他人的由程序逐件核对）'
        : `${what[access]} \`${access}\``;
  const routes = features.flatMap((feature) => Object.values(feature.routes).map(({ method, path, access }) => [`${method} /api${path}`, needs(access)]));
  const intro = [
    '这张表就是程序执行的权限表：接口、服务和页面都按它放行，表里没有的一律拒绝。空格表示不可以。',
    '“本小区、本企业、本街道、本区、全市”是该身份任命时写明的范围；“本人”指事情属于自己的那个账号；',
    '“点名”指任命时须写明可用此项功能；“再验证”指操作前 15 分钟内须再次验证手机或动态口令。任期届满、解除任命后，身份即刻失效。',
    '新设备上登录的，验证登记的手机之前，任命的身份不起作用，本人的事可以看、不可以改。',
  ];
  return [
    NOTE,
    '# Permissions 权限表',
    '',
    ...intro,
    '',
    ...table(['事项', '本人／登录者', ...roles.map((role) => roleNames[role]), '代码'], rows),
    '## Routes 接口',
    '',
    ...table(['接口', '要求'], routes),
  ].join('\n');
}

/** The permission table as the pages ask it: which roles, and whether by name. Without the contracts, which bring zod along. */
function accessOf(features) {
  const rows = features
    .flatMap(({ access }) => Object.entries(access))
    .flatMap(([action, { roles, named }]) => (roles ? [[action, { roles, ...(named && { named }) }]] : []));
  return [
    HEADER,
    `import type { AccessRule } from '@wuye/shared/kit';`,
    '',
    `export const accessTable: Readonly<Record<string, Pick<AccessRule, 'roles' | 'named'>>> = ${JSON.stringify(Object.fromEntries(rows), null, 2)};`,
    '',
  ].join('\n');
}

async function generated() {
  await build({ h5: false });
  const { features } = await import('../shared/dist/features/index.js');
  const kit = await import('../shared/dist/kit/index.js');
  const { openApi } = await import('../shared/dist/openapi/index.js');
  const faults = kit.permissionFaults(features);
  if (faults.length > 0) throw new Error(`The permission table has faults:\n${faults.join('\n')}`);
  const files = new Map([
    ['api/openapi.json', `${JSON.stringify(openApi(features), null, 2)}\n`],
    ['docs/lifecycles.md', lifecyclesOf(features)],
    ['docs/permissions.md', permissionsOf(features, kit)],
    ['h5/src/app/access.gen.ts', accessOf(features)],
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
