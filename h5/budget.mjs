/**
 * The first load's budget: what the home page fetches when nothing is cached (scripts, styles, fonts and the page
 * itself), gzipped. Reads the build's manifest, serves nothing. Exits with 1 above 80 KB. Run after `vite build`.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const LIMIT = 80 * 1024;
const dist = fileURLToPath(new URL('./dist/', import.meta.url));
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8'));

/** The page begins with these; each brings its static imports. A feature's todos.ts is fetched by the home page. */
const starts = Object.keys(manifest).filter((key) => key === 'index.html' || key === 'src/home/HomePage.vue' || /^src\/[^/]+\/todos\.ts$/.test(key));

function collect(key, chunks = new Set()) {
  if (chunks.has(key)) return chunks;
  chunks.add(key);
  for (const next of manifest[key].imports ?? []) collect(next, chunks);
  return chunks;
}

const files = new Set(['index.html']);
for (const start of starts) {
  for (const key of collect(start)) {
    const { file, css = [], assets = [] } = manifest[key];
    for (const name of [file, ...css, ...assets.filter((name) => /\.(woff2?|ttf|otf)$/.test(name))]) files.add(name);
  }
}

const sums = {};
let total = 0;
for (const file of [...files].sort()) {
  const bytes = gzipSync(readFileSync(dist + file), { level: 6 }).length;
  const kind = file.split('.').pop();
  sums[kind] = (sums[kind] ?? 0) + bytes;
  total += bytes;
  console.log(`${(bytes / 1024).toFixed(2).padStart(7)} KB  ${file}`);
}
const split = Object.entries(sums).map(([kind, bytes]) => `${kind} ${(bytes / 1024).toFixed(1)}`);
console.log(`First load of the home page: ${(total / 1024).toFixed(1)} KB gzipped (${split.join(', ')}); the limit is ${LIMIT / 1024}.`);
process.exit(total > LIMIT ? 1 : 0);
