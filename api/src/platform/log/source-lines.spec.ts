import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { transformSync } from '@swc/core';
import { inSources } from './source-lines.js';

const SOURCE = `interface Home {\n  readonly id: string;\n}\n\nexport function fail(home: Home): never {\n  throw new Error(home.id);\n}\n`;
const folder = mkdtempSync(join(tmpdir(), 'wuye-lines-'));
const file = join(folder, 'dist', 'homes', 'fail.js');
/** Where `new Error` stands in the compiled text. */
let line: number;
let column: number;

beforeAll(() => {
  const { code, map } = transformSync(SOURCE, {
    sourceMaps: true,
    sourceFileName: '../../src/homes/fail.ts',
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  });
  mkdirSync(join(folder, 'dist', 'homes'), { recursive: true });
  writeFileSync(file, code);
  writeFileSync(`${file}.map`, map as string);
  const lines = code.split('\n');
  line = lines.findIndex((each) => each.includes('new Error'));
  column = (lines[line] as string).indexOf('new Error');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ['a path', () => file],
  ['an address', () => pathToFileURL(file).href],
])('a place in a compiled file, as %s, is told as in its source', (_name, address) => {
  const stack = `    at fail (${address()}:${line + 1}:${column + 1})\n    at node:internal/main:1:2`;
  expect(inSources(stack)).toBe(`    at fail (${join(folder, 'src/homes/fail.ts')}:6:9)\n    at node:internal/main:1:2`);
});

it.each(['    at x (/nowhere/dist/x.js:1:2)', '    at x (/a/node_modules/p/dist/x.js:3:4)', '    at async Promise.all (index 0)'])(
  'stays as it is without a map of ours: %s',
  (stack) => {
    expect(inSources(stack)).toBe(stack);
  },
);
