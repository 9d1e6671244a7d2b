import 'reflect-metadata';
import { runCommand } from './command.js';
import { Vault } from './platform/crypto/index.js';
import { runRegisterCommand } from './register/index.js';

/** `npm run register -- import FILE`: takes a table of the property register in, all of it or nothing. */
runCommand(({ args, config, database, clock, say }) => runRegisterCommand(args, { database, vault: new Vault(config.DATA_KEYS), clock, say }));
