export { type BaseTools, runBaseCommand } from './command.js';
