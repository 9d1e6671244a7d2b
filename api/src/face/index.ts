export { type FaceBegun, FaceChecker, FaceFault, type FaceResult, type FaceSubject } from './checker.js';
export { FaceModule } from './face.module.js';
