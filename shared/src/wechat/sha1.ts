const START: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
const BLOCK = 64;

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** Twenty rounds each: the constant, and how three words are mixed. */
const ROUNDS: readonly (readonly [constant: number, mix: (b: number, c: number, d: number) => number])[] = [
  [0x5a827999, (b, c, d) => (b & c) | (~b & d)],
  [0x6ed9eba1, (b, c, d) => b ^ c ^ d],
  [0x8f1bbcdc, (b, c, d) => (b & c) | (b & d) | (c & d)],
  [0xca62c1d6, (b, c, d) => b ^ c ^ d],
];

/** The message, a single one bit, zeros, and its length in bits, in whole blocks. */
function padded(bytes: Uint8Array): DataView {
  const view = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / BLOCK) * BLOCK));
  bytes.forEach((byte, at) => view.setUint8(at, byte));
  view.setUint8(bytes.length, 0x80);
  view.setUint32(view.byteLength - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(view.byteLength - 4, (bytes.length << 3) >>> 0);
  return view;
}

function scheduleOf(message: DataView, offset: number): number[] {
  const words = Array.from({ length: 16 }, (_, at) => message.getInt32(offset + 4 * at));
  for (let at = 16; at < 80; at++) words.push(rotate(words[at - 3]! ^ words[at - 8]! ^ words[at - 14]! ^ words[at - 16]!, 1));
  return words;
}

function mixed(state: readonly number[], words: readonly number[]): number[] {
  let [a, b, c, d, e] = state as [number, number, number, number, number];
  words.forEach((word, at) => {
    const [constant, mix] = ROUNDS[Math.floor(at / 20)]!;
    [a, b, c, d, e] = [(rotate(a, 5) + mix(b, c, d) + e + constant + word) | 0, a, rotate(b, 30), c, d];
  });
  return [a, b, c, d, e].map((word, at) => (word + state[at]!) | 0);
}

/** SHA-1 of a text's UTF-8, in hexadecimal (FIPS 180-4). WeChat's signatures ask for it; nothing else should. */
export function sha1(text: string): string {
  const message = padded(new TextEncoder().encode(text));
  let state = START;
  for (let offset = 0; offset < message.byteLength; offset += BLOCK) state = mixed(state, scheduleOf(message, offset));
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
