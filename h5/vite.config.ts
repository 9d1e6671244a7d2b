/**
 * How the H5 is built.
 *
 * Vant in a page: write `<van-button>` in the template, nothing else. unplugin-vue-components imports the component
 * and its style into that page's chunk; jest does the same in test/vue-transform.cjs; the types come with Vant
 * (src/env.d.ts). Vant's functions (showToast, showDialog, …) are not called by pages: src/kit/feedback.ts has ours.
 * Our own components are imported by hand, so that it is seen where a thing comes from.
 *
 * Vant's icon font (its css carries it inline) never loads: `ownIcons` answers Vant's icon stylesheet with ours,
 * made of src/kit/icons.ts. A new icon is one line there.
 *
 * First load has a budget, see budget.mjs.
 */
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { VantResolver } from '@vant/auto-import-resolver';
import Components from 'unplugin-vue-components/vite';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { iconCss } from './src/kit/icons.js';

const API = 'http://127.0.0.1:3000';

/** Replaces Vant's icon stylesheet wherever it is imported from. */
function ownIcons(): Plugin {
  return {
    name: 'own-icons',
    enforce: 'pre',
    load(id) {
      return /[\\/]vant[\\/]es[\\/]icon[\\/]index\.css/.test(id) ? iconCss() : null;
    },
  };
}

/** The home page, what is to do of every feature, and the parts of the kit that both show. */
const HOME =
  /[\\/]h5[\\/]src[\\/](?:home[\\/](?!routes)|[^\\/]+[\\/]todos\.ts|app[\\/]CommunityBar\.vue|kit[\\/](?:PageLayout|LoadView|TileGrid|Sheet|StatusTag|ContextBar|RowLink)\.vue)/;

export default defineConfig({
  base: '/h5/',
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [ownIcons(), vue({ features: { optionsAPI: false } }), Components({ dirs: [], dts: false, resolvers: [VantResolver()] })],
  // `source`: @wuye/shared/<feature> resolves to its TypeScript, so no build comes before the H5's.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  // Pre-bundling would read Vant's icon stylesheet past `ownIcons`.
  optimizeDeps: { exclude: ['vant'] },
  server: { port: 5173, proxy: { '/api': API, '/q': API } },
  build: {
    target: ['chrome87', 'safari13'],
    manifest: true,
    modulePreload: { polyfill: false },
    // Small pictures stay files: a data URI would be paid on the first load.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Shared rooms are pure: a page that takes one function does not pay for the contracts (zod) beside it.
      treeshake: { moduleSideEffects: [{ test: /[\\/]shared[\\/]src[\\/]/, sideEffects: false }] },
      output: {
        codeSplitting: {
          groups: [
            // It changes rarely: its own file stays cached when pages change.
            { name: 'framework', priority: 2, test: /node_modules[\\/](?:\.pnpm[\\/][^/\\]+[\\/]node_modules[\\/])?(?:@vue|vue|vue-router|pinia)[\\/]/ },
            // What the home page fetches anyway is one file: as two dozen small ones it took a tenth more bytes, and as many requests.
            { name: 'home', priority: 1, test: HOME },
          ],
        },
      },
    },
  },
});
