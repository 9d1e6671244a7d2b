import { Complaint, ComplaintClock, ComplaintEvent } from './entities.js';

export { LadderSweep } from './ladder.js';
export { ComplaintModule } from './complaint.module.js';
export const complaintEntities = [Complaint, ComplaintClock, ComplaintEvent];
