export { Sweeps, type Term } from './sweeps.js';
