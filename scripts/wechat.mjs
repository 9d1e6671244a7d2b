import { runProgram } from './program.mjs';

export default (args) => runProgram('api/dist/wechat-cli.js', args);
