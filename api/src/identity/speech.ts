import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';

const RATE = 8_000;
/** Ten digits in Mandarin, one after the other in slots of this length; spoken once by espeak-ng's voice `cmn` and kept. */
const SLOT = 4_800;
const HEADER = 44;
/** Between two digits, in samples. */
const PAUSE = [1_600, 3_600] as const;
/** Percent of the recorded speed, slowly, for old ears; the pitch goes with it. */
const SPEED = [68, 92] as const;
/** Loudness of the voices behind, and of the hiss. */
const BEHIND = 0.22;
const HISS = 700;

let kept: Int16Array[] | undefined;

function samples(): Int16Array[] {
  if (kept) return kept;
  const bytes = readFileSync(new URL('./spoken-digits.wav', import.meta.url)).subarray(HEADER);
  const all = Int16Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readInt16LE(at * 2));
  kept = Array.from({ length: 10 }, (_, digit) => {
    const slot = all.subarray(digit * SLOT, (digit + 1) * SLOT);
    return slot.subarray(0, slot.findLastIndex((value) => value !== 0) + 1);
  });
  return kept;
}

const between = ([from, to]: readonly [number, number]): number => randomInt(from, to);

/** A digit at a speed of its own. */
function vary(digit: Int16Array): Int16Array {
  const speed = between(SPEED) / 100;
  return Int16Array.from({ length: Math.floor(digit.length / speed) }, (_, at) => digit[Math.floor(at * speed)] ?? 0);
}

/** Other digits, backwards and softly, over the whole length: who counts pauses or compares samples finds them covered. */
function murmur(length: number): Float32Array {
  const behind = new Float32Array(length);
  for (let at = 0; at < length; at += between([1_200, 2_800])) {
    const voice = vary(samples()[randomInt(10)] as Int16Array).reverse();
    for (let each = 0; each < voice.length && at + each < length; each++) behind[at + each] = (behind[at + each] ?? 0) + (voice[each] ?? 0) * BEHIND;
  }
  return behind;
}

function wav(body: Int16Array): Buffer {
  const file = Buffer.alloc(HEADER + body.length * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(body.length * 2, 40);
  body.forEach((value, at) => file.writeInt16LE(value, HEADER + at * 2));
  return file;
}

/** Digits read out in Mandarin as a WAV: each at its own speed, after its own pause, over a murmur; no two alike. */
export function speak(digits: string): Buffer {
  const parts = [...digits].flatMap((digit) => [new Int16Array(between(PAUSE)), vary(samples()[Number(digit)] as Int16Array)]);
  const length = parts.reduce((sum, part) => sum + part.length, PAUSE[0] as number);
  const mixed = murmur(length);
  let at = 0;
  for (const part of parts) for (const value of part) mixed[at] = (mixed[at++] ?? 0) + value;
  return wav(Int16Array.from(mixed, (value) => Math.max(-32_768, Math.min(32_767, Math.round(value + randomInt(-HISS, HISS))))));
}
