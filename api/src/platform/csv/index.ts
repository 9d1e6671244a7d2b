/** Without it Excel takes UTF-8 for the system's own encoding. */
export const BOM = '\uFEFF';

/** A field of a table that a spreadsheet program opens: quoted where need be, and never a formula. */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (fields: readonly string[]): string => `${fields.map(csvField).join(',')}\r\n`;
