import { runProgram } from './program.mjs';

export default (args) => runProgram('api/dist/audit-cli.js', args);
