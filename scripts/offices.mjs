import { runProgram } from './program.mjs';

export default (args) => runProgram('api/dist/offices-cli.js', args);
