// Generated from the contracts by `npm run generate`; do not edit.

import type { AccessRule } from '@wuye/shared/kit';

export const accessTable: Readonly<Record<string, Pick<AccessRule, 'roles' | 'named'>>> = {
  "audit.search": {
    "roles": [
      "city_officer"
    ],
    "named": true
  },
  "community.poster": {
    "roles": [
      "project_manager",
      "company_head",
      "district_officer",
      "city_officer"
    ]
  },
  "community.replacePoster": {
    "roles": [
      "project_manager",
      "company_head",
      "district_officer",
      "city_officer"
    ]
  },
  "certificate.look-up": {
    "roles": [
      "committee_member",
      "street_officer"
    ]
  },
  "certificate.certify": {
    "roles": [
      "committee_member",
      "street_officer"
    ]
  },
  "correction.read": {
    "roles": [
      "district_officer",
      "city_officer"
    ]
  },
  "correction.work": {
    "roles": [
      "district_officer",
      "city_officer"
    ]
  },
  "correction.answer": {
    "roles": [
      "district_officer",
      "city_officer"
    ]
  },
  "policy.read": {
    "roles": [
      "city_officer"
    ]
  },
  "policy.draft": {
    "roles": [
      "city_officer"
    ]
  },
  "policy.edit": {
    "roles": [
      "city_officer"
    ]
  },
  "complaint.read": {
    "roles": [
      "project_manager",
      "staff",
      "company_head",
      "company_clerk",
      "district_officer",
      "city_officer"
    ]
  },
  "complaint.work": {
    "roles": [
      "project_manager",
      "staff",
      "company_head",
      "company_clerk",
      "district_officer",
      "city_officer"
    ]
  },
  "complaint.respond": {
    "roles": [
      "project_manager"
    ]
  },
  "complaint.close": {
    "roles": [
      "project_manager"
    ]
  },
  "complaint.accept": {
    "roles": [
      "project_manager"
    ]
  },
  "complaint.assign": {
    "roles": [
      "project_manager"
    ]
  },
  "complaint.takeover": {
    "roles": [
      "company_head",
      "company_clerk"
    ]
  },
  "complaint.supervise": {
    "roles": [
      "district_officer"
    ]
  },
  "complaint.urge": {
    "roles": [
      "city_officer"
    ]
  },
  "complaint.pause": {
    "roles": [
      "project_manager"
    ]
  },
  "complaint.contact": {
    "roles": [
      "project_manager",
      "company_head"
    ]
  },
  "complaint.refer": {
    "roles": [
      "district_officer"
    ]
  },
  "complaint.bodies": {
    "roles": [
      "district_officer"
    ]
  },
  "complaint.note": {
    "roles": [
      "project_manager",
      "staff",
      "company_head",
      "company_clerk",
      "district_officer",
      "city_officer"
    ]
  },
  "complaint.supplement": {
    "roles": [
      "project_manager",
      "company_head",
      "company_clerk",
      "district_officer",
      "city_officer"
    ]
  },
  "complaint.public": {
    "roles": [
      "owner",
      "entrusted_person",
      "committee_member",
      "project_manager",
      "company_head",
      "company_clerk",
      "district_officer",
      "city_officer"
    ]
  },
  "complaint.grave": {
    "roles": [
      "project_manager",
      "company_head",
      "district_officer"
    ]
  },
  "figures.read": {
    "roles": [
      "project_manager",
      "company_head",
      "company_clerk",
      "street_officer",
      "district_officer",
      "city_officer"
    ]
  },
  "figures.report": {
    "roles": [
      "district_officer",
      "city_officer"
    ]
  },
  "ranking.read": {
    "roles": [
      "company_head",
      "company_clerk",
      "district_officer",
      "city_officer"
    ]
  },
  "ranking.oversee": {
    "roles": [
      "district_officer",
      "city_officer"
    ]
  },
  "ranking.manage": {
    "roles": [
      "district_officer"
    ]
  },
  "ranking.appeal": {
    "roles": [
      "company_head"
    ]
  },
  "ledger.read": {
    "roles": [
      "project_manager",
      "staff",
      "company_head",
      "company_clerk",
      "district_officer",
      "city_officer"
    ]
  },
  "ledger.fill": {
    "roles": [
      "project_manager"
    ]
  },
  "ledger.sign": {
    "roles": [
      "company_head"
    ]
  },
  "ledger.oversee": {
    "roles": [
      "project_manager",
      "company_head",
      "company_clerk",
      "district_officer",
      "city_officer"
    ]
  },
  "ledger.published": {
    "roles": [
      "owner",
      "entrusted_person",
      "project_manager",
      "company_head",
      "company_clerk",
      "staff",
      "committee_member",
      "street_officer",
      "district_officer",
      "city_officer"
    ]
  },
  "intake.register": {
    "roles": [
      "project_manager",
      "staff",
      "company_head",
      "company_clerk",
      "district_officer"
    ]
  },
  "intake.import": {
    "roles": [
      "district_officer",
      "city_officer"
    ]
  },
  "intake.sort": {
    "roles": [
      "district_officer",
      "city_officer"
    ]
  },
  "message.deliveries": {
    "roles": [
      "project_manager",
      "company_head",
      "company_clerk",
      "committee_member",
      "street_officer",
      "district_officer",
      "city_officer"
    ]
  },
  "message.hand": {
    "roles": [
      "project_manager",
      "company_head",
      "company_clerk",
      "committee_member",
      "street_officer"
    ]
  },
  "appointment.read": {
    "roles": [
      "project_manager",
      "company_head",
      "street_officer",
      "district_officer",
      "city_officer"
    ]
  },
  "appointment.manage": {
    "roles": [
      "project_manager",
      "company_head",
      "street_officer",
      "district_officer",
      "city_officer"
    ]
  },
  "appointment.city_officer": {
    "roles": [
      "city_officer"
    ]
  },
  "appointment.district_officer": {
    "roles": [
      "city_officer"
    ]
  },
  "appointment.street_officer": {
    "roles": [
      "district_officer"
    ]
  },
  "appointment.company_head": {
    "roles": [
      "district_officer"
    ]
  },
  "appointment.project_manager": {
    "roles": [
      "company_head"
    ]
  },
  "appointment.company_clerk": {
    "roles": [
      "company_head"
    ]
  },
  "appointment.staff": {
    "roles": [
      "project_manager",
      "company_head"
    ]
  },
  "appointment.committee_member": {
    "roles": [
      "street_officer",
      "district_officer"
    ]
  },
  "board.read": {
    "roles": [
      "project_manager",
      "staff",
      "company_head",
      "company_clerk",
      "district_officer",
      "city_officer"
    ]
  },
  "board.edit": {
    "roles": [
      "project_manager",
      "company_head"
    ]
  },
  "board.bureau": {
    "roles": [
      "district_officer"
    ]
  },
  "board.hang": {
    "roles": [
      "project_manager",
      "staff",
      "company_head"
    ]
  },
  "board.watch": {
    "roles": [
      "company_head",
      "district_officer",
      "city_officer"
    ]
  }
};
