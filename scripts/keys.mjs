import { runProgram } from './program.mjs';

export default (args) => runProgram('api/dist/keys-cli.js', args);
