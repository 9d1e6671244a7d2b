export { Blobs, BlobsAway } from './blobs.js';
export { blobsFor } from './blobs-for.js';
export { StoredPicture, Upload } from './entities.js';
export { takeBytes } from './piece-body.js';
export { Pieces } from './pieces.js';
export { StorageController } from './storage.controller.js';
export { type FileGuard, Storage } from './storage.service.js';
export { Uploads } from './uploads.service.js';
