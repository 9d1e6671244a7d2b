import 'reflect-metadata';
import { runCommand } from './command.js';
import { runOpen311 } from './open311/index.js';

/** `npm run open311 -- keys add NAME | keys list | keys revoke ID`: which other systems may read and submit. */
runCommand(({ args, database, clock, say }) => runOpen311(args, { database, now: clock.now(), say }));
