import 'reflect-metadata';
import { runBaseCommand } from './base/index.js';
import { runCommand } from './command.js';
import { companyChange } from './company-change.js';

/** `npm run base -- import KIND FILE`: takes a table of base data in, all of it or nothing. */
runCommand(({ args, config, database, clock, say }) => runBaseCommand(args, { database, clock, follows: companyChange(config, database, clock), say }));
