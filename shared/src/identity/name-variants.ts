/**
 * Traditional and variant signs of Chinese names with the simplified sign that a mainland register prints, in pairs. Owners from
 * Hong Kong, Macau and Taiwan write 張, the register may hold 张. Ours: the signs of surnames and of usual given names, not a whole
 * dictionary; one that is missing is a name that does not meet, which 更正 puts right. Two names that fall together by it
 * (鍾 and 鐘) harm nobody: the id number must meet as well.
 */
const PAIRS =
  '張张陳陈黃黄劉刘楊杨趙赵吳吴孫孙馬马許许鄧邓馮冯蕭萧葉叶閻阎鐘钟鍾钟蘇苏呂吕盧卢蔣蒋賈贾範范陸陆譚谭鄒邹鄭郑謝谢韓韩龔龚顧顾龍龙萬万錢钱湯汤賴赖嚴严齊齐' +
  '羅罗莊庄闞阚歐欧陽阳聶聂關关單单婁娄連连麥麦喬乔祿禄鄔邬畢毕鮑鲍費费繆缪魯鲁衛卫樂乐倉仓賀贺倫伦紀纪項项車车師师鞏巩鄺邝養养強强龐庞華华國国偉伟傑杰靜静' +
  '麗丽豔艳艷艳蘭兰鳳凤瓊琼瑩莹榮荣貴贵貞贞寶宝寳宝賢贤賓宾輝辉鋒锋銳锐鋼钢鐵铁錦锦銘铭鈞钧鈺钰鎮镇鵬鹏鴻鸿鶴鹤慶庆愛爱憲宪懷怀應应戰战擇择擴扩攜携敘叙時时' +
  '晉晋曉晓暉晖曄晔書书會会東东條条棟栋業业極极楓枫標标樹树機机橋桥權权歡欢歸归氣气澤泽濤涛濱滨潔洁潤润淵渊濟济瀟潇灣湾燈灯燁烨燦灿煒炜煥焕爾尔獻献瑋玮瑤瑶' +
  '璽玺環环畫画異异發发盡尽監监碩硕禮礼禎祯禪禅穎颖穀谷積积競竞筆笔節节簡简籟籁紅红純纯紹绍細细組组結结絢绚給给絲丝綠绿維维綱纲緒绪緯纬練练縝缜績绩繼继續续' +
  '纓缨羣群義义習习聖圣聞闻聯联聰聪職职肅肃膽胆臨临興兴舊旧藍蓝蔭荫薩萨藝艺藥药蘊蕴處处號号術术補补裝装複复見见規规覺觉觀观計计訓训記记設设詠咏詩诗話话詳详' +
  '語语誠诚說说課课調调談谈請请諒谅論论諾诺謀谋謙谦謹谨證证識识讀读變变讓让讚赞財财責责賜赐賦赋質质贊赞贏赢躍跃軍军軒轩軟软輕轻載载轍辙辭辞農农遠远達达運运' +
  '過过遙遥適适遷迁選选遺遗還还鄉乡鄰邻醫医釗钊針针鈴铃銀银鋐铉錫锡鍵键鏡镜鑒鉴鑑鉴長长門门開开閑闲間间閣阁闊阔陣阵陰阴隊队階阶際际隨随雋隽雙双雜杂離离難难' +
  '雲云電电霧雾靈灵韋韦韻韵頁页順顺須须領领頌颂頡颉題题顏颜願愿類类風风飛飞飲饮馭驭馳驰駒驹駿骏騰腾騏骐驍骁驊骅驥骥驚惊魚鱼鮮鲜鯤鲲鳥鸟鳴鸣鴛鸳鴦鸯鵑鹃鶯莺' +
  '鷗鸥鷹鹰點点黨党齡龄龜龟億亿價价儀仪優优兒儿兩两冊册凱凯別别則则創创劍剑勁劲動动務务勝胜勞劳勛勋勳勋勵励勸劝協协卻却參参員员問问啟启啓启喚唤嘯啸園园圓圆' +
  '圖图團团執执堅坚報报場场塵尘壽寿夢梦奮奋奧奥婦妇婭娅媧娲嬌娇嬋婵孌娈學学寧宁審审寫写將将專专尋寻對对導导屆届層层嶼屿島岛崗岗嵐岚嶺岭岡冈帥帅帶带幫帮幹干' +
  '幾几庫库廣广廳厅彥彦彙汇後后徑径從从復复徵征恆恒悅悦惲恽慮虑憶忆懇恳戀恋戲戏揚扬換换揮挥損损搖摇據据擊击攝摄數数斷断於于昇升晝昼暢畅曆历朧胧';

const SIMPLE = new Map<string, string>();
const signs = [...PAIRS];
for (let at = 0; at + 1 < signs.length; at += 2) SIMPLE.set(signs[at] as string, signs[at + 1] as string);

/** The name with each sign in its simplified form, where this table knows one. */
export function simplified(name: string): string {
  return [...name].map((sign) => SIMPLE.get(sign) ?? sign).join('');
}
