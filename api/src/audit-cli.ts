import 'reflect-metadata';
import { runCommand } from './command.js';
import { AuditChain } from './platform/audit/index.js';
import { Signer } from './platform/crypto/index.js';

/** `npm run audit -- verify [head] | seal`: recomputes the chain of the audit log; `head` is a hash that was kept elsewhere. */
runCommand(async ({ args: [command, head], config, database, clock, say }) => {
  const chain = new AuditChain(database, new Signer(config.SIGNING_KEYS), config);
  if (command === 'verify') return (await chain.tell(say, head)) ? 0 : 1;
  if (command !== 'seal') {
    say('Commands: verify [head], seal');
    return 2;
  }
  say(`${await chain.seal(clock.now())} blocks made.`);
  return 0;
});
