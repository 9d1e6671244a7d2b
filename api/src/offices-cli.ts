import 'reflect-metadata';
import { runOffices } from './appointment/index.js';
import { runCommand } from './command.js';
import { Vault } from './platform/crypto/index.js';
import { Outbox } from './platform/outbox/index.js';

/** `npm run offices -- <command>`: the offices that nobody in the city can give. */
runCommand(({ args, config, database, clock, say }) =>
  runOffices(args, { database, vault: new Vault(config.DATA_KEYS), outbox: new Outbox(database, clock, config), now: clock.now(), say }),
);
