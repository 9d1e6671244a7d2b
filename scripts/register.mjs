import { runProgram } from './program.mjs';

export default (args) => runProgram('api/dist/register-cli.js', args);
