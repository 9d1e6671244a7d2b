export { cast, type CastPerson, castPerson, type Slug } from './cast.js';
export { ensureSeeded } from './ensure.js';
export { seedCity, type SeedOptions, type SeedTools } from './seed.js';
export { type Cast, type CastPoster, writeSimFile } from './sim-file.js';
