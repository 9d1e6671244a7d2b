/** The QR picture as an image's source: nothing in a picture is run. A canvas needs to be told its size. */
export function qrSource(svg: string, size = 600): string {
  const sized = /<svg[^>]*\swidth=/.test(svg) ? svg : svg.replace('<svg ', `<svg width="${size}" height="${size}" `);
  return `data:image/svg+xml,${encodeURIComponent(sized)}`;
}
