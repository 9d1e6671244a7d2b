/**
 * Builds what changed: our TypeScript packages by swc, the H5 by vite.
 * A stamp of the sources' names, sizes and times decides, so a warm start builds nothing.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const PACKAGES = ['shared', 'migrations', 'wechat-sim', 'api'];

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else yield path;
  }
}

function stampOf(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const path of [...paths].sort()) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}|${size}|${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Runs `work` unless `folder` was built from the same sources before. */
async function unlessBuilt(folder, sources, work) {
  const stamp = stampOf(sources);
  const file = join(folder, '.stamp');
  if (existsSync(file) && readFileSync(file, 'utf8') === stamp) return;
  rmSync(folder, { recursive: true, force: true });
  await work();
  writeFileSync(file, stamp);
}

async function compile(name) {
  const { transformFileSync } = await import('@swc/core');
  const sources = [...files(`${name}/src`)].filter((path) => !/\.(spec|d)\.ts$/.test(path));
  await unlessBuilt(`${name}/dist`, [...sources, 'scripts/build.mjs'], () => {
    for (const path of sources) {
      const out = join(`${name}/dist`, relative(`${name}/src`, path)).replace(/\.ts$/, '.js');
      mkdirSync(dirname(out), { recursive: true });
      if (!path.endsWith('.ts')) {
        writeFileSync(out, readFileSync(path));
        continue;
      }
      const { code, map } = transformFileSync(path, {
        swcrc: false,
        sourceMaps: true,
        sourceFileName: relative(dirname(out), path),
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      });
      writeFileSync(out, `${code}\n//# sourceMappingURL=${out.split(/[\\/]/).pop()}.map\n`);
      writeFileSync(`${out}.map`, map);
    }
  });
}

/** Compiles the packages that node runs; `h5: true` also builds the pages. */
export async function build({ h5 = true } = {}) {
  for (const name of PACKAGES) if (existsSync(`${name}/src`)) await compile(name);
  if (!h5) return;
  const sources = [...files('h5/src'), ...files('shared/src'), 'h5/index.html', 'h5/vite.config.ts', 'pnpm-lock.yaml', 'scripts/build.mjs'].filter(
    (path) => !path.endsWith('.spec.ts'),
  );
  await unlessBuilt('h5/dist', sources, () => {
    const { status } = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], { cwd: 'h5', stdio: ['ignore', 2, 2] });
    if (status !== 0) process.exit(status ?? 1);
    compress('h5/dist');
  });
}

/** Compresses once here what would else be compressed on every request. */
function compress(folder) {
  for (const path of [...files(folder)].filter((each) => /\.(js|css|html|svg)$/.test(each))) {
    const bytes = readFileSync(path);
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${path}.br`, brotliCompressSync(bytes));
  }
}

export default async function run(args) {
  await build({ h5: !args.includes('--no-h5') });
}
