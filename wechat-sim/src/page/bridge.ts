/** What the phone does for the script inside the page: pictures, place, scan, face. */
export const BRIDGE_SCRIPT = `'use strict';
let closeSheet = null;

/* A sheet over the phone; buttons are [words, value]. Resolves with the value pressed, or null when it is put away. */
function sheet(title, parts, buttons) {
  if (closeSheet) closeSheet(null);
  const before = document.activeElement;
  return new Promise((resolve) => {
    const end = (value) => {
      byId('sheet').hidden = true;
      byId('sheet-body').replaceChildren();
      closeSheet = null;
      if (before && before.focus) before.focus();
      resolve(value);
    };
    closeSheet = end;
    byId('sheet-title').textContent = title;
    byId('sheet-body').replaceChildren(...parts(end), ...buttons.map(([words, value], index) => h('button', { type: 'button', class: index === 0 && value !== null ? 'main' : '', onclick: () => end(value) }, words)));
    byId('sheet').hidden = false;
    const first = byId('sheet-body').querySelector('button, input');
    if (first) first.focus();
  });
}

document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && closeSheet) closeSheet(null); });

/* A picture with the time on it, so that two of them differ. */
function simulatedPhoto() {
  const canvas = h('canvas', { width: '1200', height: '900' });
  const pen = canvas.getContext('2d');
  pen.fillStyle = 'hsl(' + Math.floor(Math.random() * 360) + ' 45% 72%)';
  pen.fillRect(0, 0, 1200, 900);
  pen.fillStyle = '#1a1f26';
  pen.font = '64px sans-serif';
  pen.fillText('模拟照片 ' + clock(Date.now(), true), 90, 470);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob), 'image/jpeg', 0.85));
}

async function chooseImage(args) {
  const most = Math.max(1, Math.min(9, Number(args.count) || 9));
  const picked = await sheet('选择图片', (end) => {
    const input = h('input', { type: 'file', accept: 'image/*', id: 'sheet-file', ...(most > 1 && { multiple: '' }) });
    input.addEventListener('change', () => end([...input.files]));
    return [h('label', { for: 'sheet-file' }, '从相册选择（最多 ' + most + ' 张）'), input];
  }, [['用一张模拟照片', 'made'], ['取消', null]]);
  if (!picked) return { errMsg: 'chooseImage:cancel' };
  return { errMsg: 'chooseImage:ok', blobs: picked === 'made' ? [await simulatedPhoto()] : picked.slice(0, most) };
}

async function uploadImage(args) {
  const answer = await fetch('/sim/jssdk/upload', { method: 'POST', headers: { 'content-type': args.blob.type || 'image/jpeg' }, body: args.blob });
  if (!answer.ok) return { errMsg: 'uploadImage:fail' };
  return { errMsg: 'uploadImage:ok', serverId: (await answer.json()).serverId };
}

async function getLocation(args) {
  const { location: rule, latitude, longitude } = latest.settings;
  const allowed = rule === 'allow' || (rule === 'ask' && (await sheet('允许网页获取您的位置？', () => [], [['允许', true], ['拒绝', false]])));
  if (!allowed) return { errMsg: 'getLocation:cancel' };
  return { errMsg: 'getLocation:ok', type: args.type || 'wgs84', latitude, longitude, speed: 0, accuracy: 30 };
}

async function scanQRCode(args) {
  const text = await sheet('扫一扫', (end) => {
    const near = latest.posters.map((poster) => h('button', { type: 'button', onclick: () => end(poster.url) }, poster.name));
    const input = h('input', { type: 'text', id: 'sheet-text', autocomplete: 'off' });
    const form = h('form', {}, h('label', { for: 'sheet-text' }, '扫到的内容'), input, h('button', { type: 'submit', class: 'main' }, '识别'));
    form.addEventListener('submit', (event) => { event.preventDefault(); end(input.value.trim() || null); });
    return [...near, form];
  }, [['取消', null]]);
  if (text === null) return { errMsg: 'scanQRCode:cancel' };
  if (Number(args.needResult) === 1) return { errMsg: 'scanQRCode:ok', resultStr: text };
  scan(text);
  return { errMsg: 'scanQRCode:ok' };
}

async function requestFacialVerify(args) {
  const id = args.verifyId || args.verify_id;
  const choices = [['通过', 'pass'], ['未通过', 'fail'], ['取消', 'cancel'], ['设备不支持', 'unsupported']];
  const pressed = (await sheet('人脸识别', () => [h('div', { class: 'face', 'aria-hidden': 'true' }), h('p', { class: 'hint' }, '请正对手机（模拟）')], choices)) || 'cancel';
  const answer = await fetch('/sim/jssdk/face', { method: 'POST', body: JSON.stringify({ verify_id: id, result: pressed }) });
  if (!answer.ok) return { errMsg: 'requestFacialVerify:fail', errCode: 90100 };
  if (pressed === 'cancel') return { errMsg: 'requestFacialVerify:cancel', errCode: 90004 };
  const { result } = await answer.json();
  // The page learns that the check is done; what came of it only the server may ask.
  return pressed === 'unsupported' ? { errMsg: 'requestFacialVerify:fail', errCode: result } : { errMsg: 'requestFacialVerify:ok', errCode: 0 };
}

const SERVICES = {
  config: async (args) => (await fetch('/sim/jssdk/config', { method: 'POST', body: JSON.stringify({ ...args, person: slug }) })).json(),
  chooseImage,
  uploadImage,
  getLocation,
  scanQRCode,
  checkIsSupportFaceDetect: async () => (latest.settings.face ? { errMsg: 'checkIsSupportFaceDetect:ok', errCode: 0 } : { errMsg: 'checkIsSupportFaceDetect:fail', errCode: 90001 }),
  requestFacialVerify,
  closeWindow: async () => { closeWeb(); return {}; },
};

window.addEventListener('message', async (event) => {
  const frame = byId('web').firstChild;
  if (!frame || event.source !== frame.contentWindow || !event.data || event.data.type !== 'jssdk') return;
  const { id, api, args } = event.data;
  let result = { errMsg: api + ':ok' };
  try {
    if (Object.prototype.hasOwnProperty.call(SERVICES, api)) result = await SERVICES[api](args || {});
  } catch (error) {
    console.warn(error);
    result = { errMsg: api + ':fail' };
  }
  event.source.postMessage({ type: 'jssdk-answer', id, result }, event.origin);
});

window.drawBridge = (news) => {
  const frame = byId('web').firstChild;
  if (frame) frame.contentWindow.postMessage({ type: 'jssdk-font', font: news.settings.font }, '*');
};
`;
