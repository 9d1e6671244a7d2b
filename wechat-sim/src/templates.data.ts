import type { Keyword } from './keywords.js';

/** A template of WeChat's library as the account chose it. */
export interface TemplateData {
  /** Its number in the library, for api_add_template. */
  short: string;
  title: string;
  keywords: Keyword[];
  example: string[];
}

/** The templates the account comes with: the only place that names them. */
export const ACCOUNT_TEMPLATES: TemplateData[] = [
  {
    short: '46001',
    title: '投诉处理提醒',
    keywords: [
      { key: 'character_string1', label: '诉求编号' },
      { key: 'thing2', label: '事项' },
      { key: 'thing3', label: '小区' },
      { key: 'time4', label: '时限' },
      { key: 'phrase5', label: '状态' },
    ],
    example: ['20261121-0047', '3栋2单元电梯停运', '华阳小区', '2026年11月21日 18:05', '响应超时'],
  },
  {
    short: '46002',
    title: '投诉受理通知',
    keywords: [
      { key: 'character_string1', label: '编号' },
      { key: 'thing2', label: '事项' },
      { key: 'time3', label: '时间' },
      { key: 'phrase4', label: '状态' },
    ],
    example: ['20261121-0047', '3栋2单元电梯停运', '2026年11月21日 12:10', '已受理'],
  },
  {
    short: '46003',
    title: '投诉处理结果通知',
    keywords: [
      { key: 'character_string1', label: '编号' },
      { key: 'thing2', label: '事项' },
      { key: 'thing3', label: '处理结果' },
      { key: 'time4', label: '时间' },
    ],
    example: ['20261121-0047', '3栋2单元电梯停运', '已更换控制板，恢复运行', '2026年11月22日 09:30'],
  },
  {
    short: '46004',
    title: '身份绑定成功通知',
    keywords: [
      // 陈* has a sign that `name` refuses, so the masked name travels as a thing.
      { key: 'thing1', label: '姓名' },
      { key: 'thing2', label: '小区' },
      { key: 'number3', label: '房屋数' },
      { key: 'time4', label: '时间' },
    ],
    example: ['陈*', '华阳小区', '2', '2026年11月21日 15:30'],
  },
  {
    short: '46011',
    title: '审核结果通知',
    keywords: [
      { key: 'thing1', label: '事项' },
      { key: 'phrase2', label: '结果' },
      { key: 'thing3', label: '说明' },
      { key: 'time4', label: '时间' },
    ],
    example: ['线下认证', '已通过', '已人脸认证（线下），可以投票', '2026年11月21日 15:30'],
  },
  {
    short: '46012',
    title: '待办事项提醒',
    keywords: [
      { key: 'thing1', label: '事项' },
      { key: 'thing2', label: '小区' },
      { key: 'time3', label: '提交时间' },
    ],
    example: ['提交房屋信息', '华阳小区', '2026年11月21日 15:30'],
  },
  {
    short: '46005',
    title: '身份变更通知',
    keywords: [
      { key: 'thing1', label: '身份' },
      { key: 'thing2', label: '范围' },
      { key: 'phrase3', label: '变更' },
      { key: 'time4', label: '时间' },
    ],
    example: ['项目经理', '华阳小区', '待认领', '2026年11月21日 15:30'],
  },
];
