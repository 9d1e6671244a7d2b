import { runProgram } from './program.mjs';

export default (args) => runProgram('api/dist/base-cli.js', args);
