declare module 'qrcode' {
  /** A PNG of the text's QR code. */
  export function toBuffer(text: string, options: { width?: number; margin?: number; errorCorrectionLevel?: 'L' | 'M' | 'Q' | 'H' }): Promise<Buffer>;
  const QRCode: { toBuffer: typeof toBuffer };
  export default QRCode;
}
