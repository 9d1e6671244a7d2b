import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';

const SPECS = ['**/*.spec.ts', '**/test/**'];

/** What time it is, is an argument; the clock alone asks the machine. */
const machineTime = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is an argument: take it from the context or the Clock.' },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Time is an argument: take it from the context or the Clock.' },
];

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '**/*.gen.ts', 'data/', 'coverage/', '.cache/', 'e2e/pictures/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  ...vue.configs['flat/essential'],
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      // A left-out part of a tuple or an object is named with an underscore.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true, destructuredArrayIgnorePattern: '^_' },
      ],
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error'] }],
      'no-control-regex': 'error',
      // An empty catch says in a comment why nothing is done.
      'no-empty': 'error',
      'no-self-compare': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['{api,shared,migrations,wechat-sim}/**/*.ts', 'test/**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { inheritedMethods: false, arguments: false } }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    // Nest finds what to inject by the constructor's types: an import that only looks like a type must stay a value.
    files: ['api/src/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['{api,shared,migrations,wechat-sim}/src/**/*.ts', 'h5/src/**/*.{ts,vue}'],
    ignores: SPECS,
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // What a composable's parts share lies in its closure, so they stand inside it.
    files: ['h5/src/**/*.{ts,vue}'],
    rules: { 'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }] },
  },
  {
    // A list of columns is read, not understood.
    files: ['migrations/src/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['{api,shared,migrations}/src/**/*.ts'],
    ignores: [...SPECS, 'api/src/platform/clock/clock.ts', 'api/src/seed/main.ts', 'api/src/development.ts'],
    rules: { 'no-restricted-syntax': ['error', ...machineTime] },
  },
  {
    files: ['h5/**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser, sourceType: 'module' } },
    rules: { 'vue/component-api-style': ['error', ['script-setup']], 'vue/no-v-html': 'error', 'vue/multi-word-component-names': 'off' },
  },
  {
    // Programs speak to whoever runs them.
    files: ['scripts/**', 'bench/**', 'e2e/**', 'api/src/{main,migrate}.ts', 'api/src/seed/main.ts', 'wechat-sim/src/main.ts', '**/*.mjs'],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
