export * from './context.js';
export { Endpoint, type Prepared, ROUTE } from './endpoint.js';
export { ProblemFilter } from './problem-filter.js';
export { type ProblemForm, ProblemForms } from './problem-forms.js';
export { secure } from './security-headers.js';
