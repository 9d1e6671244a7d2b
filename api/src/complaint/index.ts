import { Complaint, ComplaintClock, ComplaintEvent, ComplaintReferral, ReferralBody } from './entities.js';
import { CallerLink } from './caller-entities.js';
import { ComplaintJoiner } from './joiner-entities.js';
import { ComplaintTag } from './complaint-tags.js';
import { ComplaintRead, ComplaintReadTab } from './read-entities.js';

export { Counts } from './counts.js';
export { Handover } from './handover.js';
export { Complaints311, type Open311Row } from './complaints-311.js';
export { type Asked, type Outcome, OutsideNumbers } from './outside-numbers.js';
export { type Arrival, OutsideNumberTaken, Receiving } from './receiving.js';
export { LadderSweep } from './ladder.js';
export { Reminders } from './reminders.js';
export { ComplaintModule } from './complaint.module.js';
export const complaintEntities = [
  CallerLink,
  Complaint,
  ComplaintClock,
  ComplaintEvent,
  ComplaintJoiner,
  ComplaintRead,
  ComplaintTag,
  ComplaintReadTab,
  ComplaintReferral,
  ReferralBody,
];
