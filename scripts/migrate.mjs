import { runProgram } from './program.mjs';

export default (args) => runProgram('api/dist/migrate.js', args);
