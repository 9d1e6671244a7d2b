const SIDE = 1600;
const QUALITY = 0.82;

function load(url: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('not a picture'));
    image.src = url;
  });
}

/**
 * Draws a photo anew as a JPEG of at most 1600 px: small enough for a weak network, and where it was taken (GPS)
 * stays on the phone. Null when the file is no picture that this phone can open.
 */
export async function shrinkPicture(file: Blob): Promise<Blob | null> {
  const url = URL.createObjectURL(file);
  try {
    const image = await load(url);
    const scale = Math.min(1, SIDE / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const pen = canvas.getContext('2d');
    if (!pen) return null;
    // A transparent PNG would turn black.
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  } catch {
    // The one expected failure is a file that can't be decoded: the tile says so.
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}
