import { answerFrom, apiUrl, networkProblem, type Problem } from '../kit/http';

export type PdfKind = 'board' | 'poster';
export type PdfSize = 'A4' | 'A3';

/** Hands a file to the browser, which asks where it goes. */
function give(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Fetches a PDF and saves it; a refusal comes back as a problem, where a plain link would show its JSON. */
export async function downloadPdf(id: string, kind: PdfKind, size: PdfSize, name: string): Promise<Problem | null> {
  try {
    const response = await fetch(apiUrl(`/communities/${encodeURIComponent(id)}/board.pdf`, { kind, size }), { credentials: 'same-origin', cache: 'no-store' });
    if (response.ok) {
      give(await response.blob(), `${name}.pdf`);
      return null;
    }
    const answer = await answerFrom(response.status, await response.text());
    return answer.ok ? null : answer.problem;
  } catch {
    return networkProblem('OFFLINE', 'GET');
  }
}
