/**
 * Jest transform for .vue files: compiled by @vue/compiler-sfc, then to CommonJS by swc.
 * Styles are left out: no test here reads them (screens are looked at in a real browser, e2e/).
 * `<van-button>` in a template becomes Vant's Button, as h5/vite.config.ts does it for the browser.
 */
const { createHash } = require('node:crypto');
const { compileScript, compileTemplate, parse } = require('@vue/compiler-sfc');
const swc = require('@swc/core');

const pascal = (name) => name.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
const withVant = (code) => code.replace(/_resolveComponent\("van-([\w-]+)"\)/g, (_, name) => `require('vant').${pascal(name)}`);

module.exports = {
  process(source, filename) {
    const { descriptor } = parse(source, { filename });
    const id = createHash('sha1').update(filename).digest('hex').slice(0, 8);
    let code;
    if (descriptor.scriptSetup || descriptor.script) {
      const script = compileScript(descriptor, { id, inlineTemplate: true, genDefaultAs: '__component' });
      code = `${script.content}\nexport default __component;`;
    } else {
      const template = compileTemplate({ source: descriptor.template.content, filename, id });
      code = `${template.code}\nexport default { render };`;
    }
    return swc.transformSync(withVant(code), {
      filename: `${filename}.ts`,
      swcrc: false,
      sourceMaps: 'inline',
      module: { type: 'commonjs' },
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
  },
};
