/** A made-up photo: a plain picture in one colour, as a file that an input takes. */
import { createRequire } from 'node:module';

const sharp = createRequire(new URL('../api/package.json', import.meta.url))('sharp');

export async function photo(name, background) {
  const buffer = await sharp({ create: { width: 1200, height: 900, channels: 3, background } })
    .png()
    .toBuffer();
  return { name, mimeType: 'image/png', buffer };
}
