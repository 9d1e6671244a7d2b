import { RegisterImport, RegisterQuery, RegisterTurn, TitleChange, TitleStaging } from './entities.js';

export { type Moved, TitleChanges } from './changes.js';
export { type ImportTools, runRegisterCommand } from './import/command.js';
export { type MoveKind, RegisterQuery, TitleChange } from './entities.js';
export { Places } from './places.js';
export { RegisterModule } from './register.module.js';
export { type Answer, RegisterQueue, type Turn } from './queue.js';
export { type Held, numbersOf, Titles } from './titles.js';
export const registerEntities = [RegisterImport, RegisterQuery, RegisterTurn, TitleChange, TitleStaging];
