/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

/** swc to CommonJS: the only path that keeps decorator metadata and lets jest mock-free tests load ESM packages. */
const swc = (parser: object): [string, Record<string, unknown>] => [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2022',
      parser,
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
  },
];

const common = {
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '\\.css$': '<rootDir>/test/empty.cjs' },
  transform: {
    '\\.vue$': '<rootDir>/test/vue-transform.cjs',
    '\\.ts$': swc({ syntax: 'typescript', decorators: true }),
    '\\.m?js$': swc({ syntax: 'ecmascript' }),
  },
  transformIgnorePatterns: [
    '\\.cjs$',
    '/node_modules/\\.pnpm/(typeorm|rxjs|mysql2|@swc\\+core|jsdom|sharp|libsql|@aws-sdk\\+[^/]+|@smithy\\+[^/]+|tencentcloud-sdk-[^/]+|lodash)@',
  ],
  // `source` resolves our own packages to their TypeScript, so no build is needed before a test.
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
};

const config: Config = {
  workerIdleMemoryLimit: '768MB',
  // A machine that does other work beside it is slow, not wrong.
  testTimeout: 20_000,
  projects: [
    { ...common, displayName: 'shared', testEnvironment: 'node', testMatch: ['<rootDir>/shared/src/**/*.spec.ts'] },
    { ...common, displayName: 'sim', testEnvironment: 'node', testMatch: ['<rootDir>/wechat-sim/src/**/*.spec.ts'] },
    {
      ...common,
      displayName: 'api',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/api/{src,test}/**/*.spec.ts', '<rootDir>/migrations/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
    },
    {
      ...common,
      displayName: 'h5',
      testEnvironment: 'jsdom',
      moduleFileExtensions: ['js', 'ts', 'mjs', 'vue', 'json'],
      setupFiles: ['<rootDir>/test/h5-setup.cjs'],
      testMatch: ['<rootDir>/h5/src/**/*.spec.ts'],
    },
  ],
};
export default config;
