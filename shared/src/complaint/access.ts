import { defineAccess } from '../kit/index.js';

/**
 * Who does what with a complaint. Speaking up needs no home: anyone who scanned the poster may.
 * The manager answers, the company head and the district's bureau have their copies (成住建发〔2023〕62号 一(二)).
 */
export const complaintAccess = defineAccess({
  'complaint.submit': { what: '提交诉求（业主有话说）', anyone: true },
  'complaint.read': {
    what: '查看一件诉求的内容、照片和办理过程',
    own: true,
    roles: ['project_manager', 'staff', 'company_head', 'company_clerk', 'district_officer', 'city_officer'],
  },
  'complaint.work': {
    what: '查看要办理或督办的诉求列表',
    roles: ['project_manager', 'staff', 'company_head', 'company_clerk', 'district_officer', 'city_officer'],
  },
  'complaint.respond': { what: '响应诉求（首次回复）', roles: ['project_manager'] },
  'complaint.close': { what: '办结诉求', roles: ['project_manager'] },
  'complaint.accept': { what: '受理登记：归入四类之一', roles: ['project_manager'] },
  'complaint.assign': { what: '把诉求交给从业人员办理', roles: ['project_manager'] },
  'complaint.takeover': { what: '企业接办：超时后，或未解决重新办理时，由公司响应、受理、办结、安排办理人', roles: ['company_head', 'company_clerk'] },
  'complaint.supervise': { what: '区督办；提级办理后响应、受理、办结', roles: ['district_officer'] },
  'complaint.urge': { what: '市督促区住建部门提级办理、限时办结', roles: ['city_officer'] },
  'complaint.pause': { what: '按规则暂停、恢复一项时限（写明理由）', roles: ['project_manager'] },
  'complaint.contact': { what: '查看诉求人的完整电话（每次留痕）', roles: ['project_manager', 'company_head'] },
  'complaint.refer': { what: '转派其他部门或单位，登记其接收、退回', roles: ['district_officer'] },
  'complaint.bodies': { what: '设置、停用可以转派的部门和单位', roles: ['district_officer'] },
  'complaint.note': {
    what: '写办理人之间的内部备注（诉求人看不到）',
    roles: ['project_manager', 'staff', 'company_head', 'company_clerk', 'district_officer', 'city_officer'],
  },
  'complaint.date': { what: '同意或另约办结时间', own: true },
  'complaint.supplement': {
    what: '办结前补充说明情况、照片',
    own: true,
    roles: ['project_manager', 'company_head', 'company_clerk', 'district_officer', 'city_officer'],
  },
  'complaint.withdraw': { what: '撤回自己的诉求：办理中，或办结后还没有表态', own: true },
  'complaint.judge': { what: '对办结结果表态：已解决、未解决、评价', own: true },
});
