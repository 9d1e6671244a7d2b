import { defineAccess } from '../kit/index.js';

/**
 * Who does what with a complaint. Speaking up needs no home: anyone who scanned the poster may.
 * The manager answers, the company head and the district's bureau have their copies (成住建发〔2023〕62号 一(二)).
 */
export const complaintAccess = defineAccess({
  'complaint.submit': { anyone: true },
  'complaint.read': { own: true, roles: ['project_manager', 'company_head', 'company_clerk', 'district_officer', 'city_officer'] },
  'complaint.work': { roles: ['project_manager', 'company_head', 'company_clerk', 'district_officer', 'city_officer'] },
  'complaint.respond': { roles: ['project_manager'] },
  'complaint.close': { roles: ['project_manager'] },
  'complaint.contact': { roles: ['project_manager', 'company_head'] },
  'complaint.judge': { own: true },
});
