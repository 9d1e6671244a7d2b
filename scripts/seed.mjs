import { runProgram } from './program.mjs';

export default (args) => runProgram('api/dist/seed/main.js', args);
