export { type DataSubject, type Erasing, type Holder, type Holding, PersonalData } from './personal-data.js';
export { PlatformHolder } from './platform-holder.js';
