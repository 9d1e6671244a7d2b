import type { Random } from './random.js';

const SURNAMES = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖'];
const GIVEN = [...'文静明华建国秀英丽芳志强晓燕海波玉兰伟杰雪梅家豪思雨子涵浩然欣怡俊峰佳慧永康宏亮春晖庆丰立新学勤若溪一诺云帆知行安然书瑶锦程'];

/** A made-up name of two or three characters. */
export function madeUpName(random: Random): string {
  const given = random.percent(25) ? random.pick(GIVEN) : random.pick(GIVEN) + random.pick(GIVEN);
  return random.pick(SURNAMES) + given;
}

const COMMUNITY_FIRST = ['银杏', '竹影', '荷塘', '晴川', '锦瑟', '芙蓉', '浣纱', '听雨', '望江', '桐荫', '青橙', '云栖', '梅溪', '松间', '兰亭', '映月'];
const COMMUNITY_LAST = ['雅苑', '小区', '里', '家园', '花园', '嘉园', '居', '新村', '名邸', '别院', '公寓', '庭', '湾'];

const COMPANY_FIRST = ['禾木', '拾光', '朗晴', '悦邻', '知春', '归燕', '檐下', '向晚', '麦田', '星野'];
const COMPANY_LAST = ['青田', '橘里', '同舟', '温语', '安步', '三餐', '四时', '白鹭', '长桥', '小巷', '暖灯'];

/** The nth of all pairs. The lists' lengths share no factor, so both halves change at each step; then a number is added. */
function nthPair(first: readonly string[], last: readonly string[], n: number, again: (round: number) => string): string {
  const round = Math.floor(n / (first.length * last.length));
  return `${first[n % first.length]}${last[n % last.length]}${round === 0 ? '' : again(round + 1)}`;
}

/** The name of the nth community; the first one is where the cast lives. */
export const communityName = (n: number): string => (n === 0 ? '华阳小区' : nthPair(COMMUNITY_FIRST, COMMUNITY_LAST, n - 1, (round) => `${round}期`));

/** The name of the nth property company: the pair reads like no real one. */
export const companyName = (n: number): string => `成都${nthPair(COMPANY_FIRST, COMPANY_LAST, n, (round) => `第${round}`)}物业服务有限公司`;

const STREETS = ['晴川路', '银杏西街', '双桂巷', '竹里路', '荷风街', '小桥路', '三元里', '锦水东路', '书院南街', '栖云路'];

/** A made-up street and number. */
export const streetAddress = (random: Random): string => `${random.pick(STREETS)}${1 + random.below(399)}号`;
