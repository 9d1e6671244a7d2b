import { runProgram } from './program.mjs';

export default (args) => runProgram('api/dist/open311-cli.js', args);
