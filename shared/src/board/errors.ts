import { defineErrors } from '../kit/index.js';

export const boardErrors = defineErrors({
  'BOARD.INCOMPLETE': { status: 409, title: '{words}。' },
  'BOARD.CHANGED': { status: 409, title: '刚刚有人改过，请刷新后看现在的电话和接听时间，再修改。' },
  'BOARD.NO_FONT': {
    status: 503,
    title: '服务器没有安装中文字体，暂时不能生成 PDF。请用“打印”；并请平台管理员安装 fonts-noto-cjk，或设置 BOARD_FONT、BOARD_FONT_FAMILY。',
  },
  'BOARD.EDITION_OLD': { status: 409, title: '二维码已经换新，请刷新后张贴新的一版，再上传照片。' },
  'BOARD.PICTURE_UNKNOWN': { status: 422, title: '有照片没有传好，请删掉重新上传。' },
  'BOARD.PICTURES_FULL': { status: 409, title: '这一版的张贴照片已经够多，不用再传。' },
});
