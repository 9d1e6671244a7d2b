/** Systems, the more telling before those whose name others carry too (a HarmonyOS phone says Android, an iPad says Mac). */
const SYSTEMS = [
  [/iPhone/, '苹果手机'],
  [/iPad/, '苹果平板'],
  [/HarmonyOS|OpenHarmony|ArkWeb/, '鸿蒙手机'],
  [/Android.*Mobile/, '安卓手机'],
  [/Android/, '安卓平板'],
  [/Windows/, 'Windows 电脑'],
  [/Macintosh/, '苹果电脑'],
  [/Linux/, 'Linux 电脑'],
] as const;
const APPS = [
  [/wxwork/i, '企业微信'],
  [/MicroMessenger/, '微信'],
] as const;

/** A device as its owner would call it, from what the browser says of itself. Only these words are kept (个人信息保护法 6: the least that serves). */
export function deviceName(userAgent: string): string {
  const find = (names: readonly (readonly [RegExp, string])[]) => names.find(([pattern]) => pattern.test(userAgent))?.[1];
  return `${find(SYSTEMS) ?? '其他设备'}·${find(APPS) ?? '浏览器'}`;
}
