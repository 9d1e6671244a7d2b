export { type BaseTools, type Followed, type Follows, runBaseCommand } from './command.js';
