export { runCommand, type Tools } from './commands.js';
