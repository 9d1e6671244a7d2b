import { Complaint, ComplaintClock, ComplaintEvent } from './entities.js';

export { ComplaintModule } from './complaint.module.js';
export const complaintEntities = [Complaint, ComplaintClock, ComplaintEvent];
