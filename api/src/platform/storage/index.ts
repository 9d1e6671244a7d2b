export { Blobs, BlobsAway } from './blobs.js';
export { blobsFor } from './blobs-for.js';
export { StoredPicture } from './entities.js';
export { StorageController } from './storage.controller.js';
export { type FileGuard, Storage } from './storage.service.js';
