/** Boundaries between the rooms (docs/architecture.md). Types count like values: who knows another's shape depends on it. */

const SPEC = '\\.spec\\.ts$';
/** Rooms of the api that are no features. */
const PLATFORM = '^api/src/platform/';
/** What puts the program together: it may know every room. */
const ROOT = '^api/src/[^/]+\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Modules call down, never in a circle. A type that only names what is above is none: it is gone when the code runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-spec-imported',
      comment: 'A spec is nobody’s library.',
      severity: 'error',
      from: {},
      to: { path: SPEC },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere would slip past every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['\\.vue$', '^virtual:'] },
    },
    {
      name: 'shared-is-pure',
      comment: 'Rules and contracts run in the browser too: zod and nothing else, no node.',
      severity: 'error',
      from: { path: '^shared/src/', pathNot: SPEC },
      to: { pathNot: ['^shared/src/', 'node_modules/zod/'] },
    },
    {
      name: 'features-meet-at-the-door',
      comment:
        'A feature’s index.ts is its only door. entities.ts of the root collects by the doors; seed/ writes rows as a migration would, without the controllers behind the doors.',
      severity: 'error',
      from: { path: '^api/src/([^/]+)/', pathNot: [PLATFORM, '^api/src/seed/', SPEC] },
      to: { path: '^api/src/([^/]+)/', pathNot: [PLATFORM, '^api/src/$1/', '/index\\.ts$'] },
    },
    {
      name: 'root-uses-doors',
      severity: 'error',
      comment: 'The root puts rooms together by their doors.',
      from: { path: ROOT, pathNot: SPEC },
      to: { path: '^api/src/[^/]+/', pathNot: ['/index\\.ts$', '^api/src/platform/platform\\.module\\.ts$'] },
    },
    {
      name: 'seed-takes-entities',
      comment: 'Beyond the doors, the seed takes entities (in tables.ts alone) and the form of a poster’s code.',
      severity: 'error',
      from: { path: '^api/src/seed/', pathNot: SPEC },
      to: { path: '^api/src/(?!seed/|platform/)[^/]+/', pathNot: ['/index\\.ts$', '/entities\\.ts$', '^api/src/community/poster-code\\.ts$'] },
    },
    {
      name: 'entities-for-tables-alone',
      severity: 'error',
      comment: 'See seed-takes-entities.',
      from: { path: '^api/src/seed/', pathNot: ['/tables\\.ts$', SPEC] },
      to: { path: '^api/src/(?!seed/|platform/)[^/]+/entities\\.ts$' },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      comment: 'What every feature stands on can’t stand on one of them.',
      from: { path: PLATFORM, pathNot: SPEC },
      to: { path: '^api/src/', pathNot: PLATFORM },
    },
    {
      name: 'platform-rooms-meet-at-the-door',
      severity: 'error',
      comment: 'Within the platform, too, a room’s index.ts is its door.',
      from: { path: '^api/src/platform/([^/]+)/', pathNot: SPEC },
      to: { path: '^api/src/platform/([^/]+)/', pathNot: ['^api/src/platform/$1/', '/index\\.ts$'] },
    },
    {
      name: 'platform-from-outside-by-the-door',
      severity: 'error',
      comment: 'A room of the platform is entered by its index.ts.',
      from: { path: '^api/src/(?!platform/)', pathNot: SPEC },
      to: { path: '^api/src/platform/[^/]+/', pathNot: '/index\\.ts$' },
    },
    {
      name: 'no-database-in-controllers',
      severity: 'error',
      comment: 'A controller routes: one call, no statement.',
      from: { path: '\\.controller\\.ts$' },
      to: { path: ['node_modules/typeorm/', 'node_modules/mysql2/', 'node_modules/libsql/', '/entities\\.ts$'] },
    },
    {
      name: 'drivers-in-one-room',
      severity: 'error',
      comment: 'A dialect is platform/database’s and the migrations’ business.',
      from: { path: '^(api|shared|migrations)/', pathNot: ['^api/src/platform/database/', '^api/test/database\\.ts$'] },
      to: { path: ['node_modules/mysql2/', 'node_modules/libsql/'] },
    },
    {
      name: 'wechat-in-one-room',
      severity: 'error',
      comment: 'api/src/wechat alone knows WeChat’s wire format; the simulator is what it talks to.',
      from: { pathNot: ['^api/src/wechat/', '^wechat-sim/'] },
      to: { path: ['node_modules/(co-wechat-api|wechat-oauth)/'] },
    },
    {
      name: 'h5-knows-contracts',
      severity: 'error',
      comment: 'The pages know the contracts, not the server.',
      from: { path: '^h5/' },
      to: { path: '^(api|migrations|wechat-sim)/' },
    },
    {
      name: 'simulator-stands-alone',
      severity: 'error',
      comment: 'It plays WeChat: what it shared with the api it could not contradict.',
      from: { path: '^wechat-sim/' },
      to: { path: '^(api|shared|migrations|h5)/' },
    },
    {
      name: 'production-without-simulator',
      severity: 'error',
      comment: 'The simulator is for development and tests.',
      from: { path: '^(api/src|shared/src|migrations/src)/', pathNot: SPEC },
      to: { path: '^wechat-sim/' },
    },
    {
      name: 'migrations-stand-alone',
      severity: 'error',
      comment: 'A migration is never edited, so it can’t depend on code that changes.',
      from: { path: '^migrations/src/', pathNot: SPEC },
      to: { path: '^(api|shared|h5)/' },
    },
    {
      name: 'no-test-code-shipped',
      severity: 'error',
      comment: 'Helpers of tests stay with tests.',
      from: { path: '/src/', pathNot: SPEC },
      to: { path: '^(api/test|wechat-sim/test|test|e2e|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', '^h5/dist'] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json', '.vue', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
