import 'reflect-metadata';
import { runCommand } from './command.js';
import { Vault } from './platform/crypto/index.js';
import { Rotation, runKeys } from './platform/keys/index.js';
import { sealedFields } from './sealed-fields.js';

/** `npm run keys -- status | rotate`: which key the data stands under, and bringing all of it under the current one. */
runCommand(({ args, config, database, say }) =>
  runKeys(args, { rotation: new Rotation(database, new Vault(config.DATA_KEYS), sealedFields), keys: config.DATA_KEYS.map(({ id }) => id), say }),
);
