/** What the bench takes of the built api; the decorators' metadata must stand before any of it is loaded. */
import { createRequire } from 'node:module';

createRequire(new URL('../api/package.json', import.meta.url))('reflect-metadata');

export const { createApp } = await import('../api/dist/app.js');
export const { writePosterCode } = await import('../api/dist/community/index.js');
export const { entities } = await import('../api/dist/entities.js');
export const { readConfig } = await import('../api/dist/platform/config/index.js');
export const { Signer, Vault } = await import('../api/dist/platform/crypto/index.js');
export const { makeDataSource, newId } = await import('../api/dist/platform/database/index.js');
export const { seedCity } = await import('../api/dist/seed/index.js');
