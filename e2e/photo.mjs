/** A made-up photo: a plain picture in one colour, as a file that an input takes. */
import { createRequire } from 'node:module';

const sharp = createRequire(new URL('../api/package.json', import.meta.url))('sharp');

export async function photo(name, background) {
  const buffer = await sharp({ create: { width: 1200, height: 900, channels: 3, background } })
    .png()
    .toBuffer();
  return { name, mimeType: 'image/png', buffer };
}

/** As a camera takes it: some megabytes, with so much in it that it stays large. */
export async function photograph(name) {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 };
  const buffer = await sharp({ create: { width: 3000, height: 2250, channels: 3, background: '#888888', noise } })
    .jpeg({ quality: 90 })
    .toBuffer();
  return { name, mimeType: 'image/jpeg', buffer };
}
