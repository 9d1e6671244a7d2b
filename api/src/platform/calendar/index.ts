export { WorkingCalendar } from './working-calendar.js';
