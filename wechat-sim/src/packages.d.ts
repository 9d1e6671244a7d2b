/** What is used here and in the api of a package whose own types lie outside the simulator's folder. */
declare module 'qrcode' {
  interface Look {
    margin?: number;
    errorCorrectionLevel?: 'L' | 'M' | 'Q' | 'H';
  }
  const QRCode: {
    /** A PNG of the text's QR code. */
    toBuffer(text: string, options: Look & { width?: number }): Promise<Buffer>;
    /** The same as an SVG. */
    toString(text: string, options: Look & { type: 'svg' }): Promise<string>;
    /** The code's modules, row by row: black is not 0. */
    create(text: string, options: Look): { readonly modules: { readonly size: number; readonly data: Uint8Array } };
  };
  export default QRCode;
}
