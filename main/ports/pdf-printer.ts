/** Puts a page of HTML on paper. What can do it differs by host: the desktop app by itself, others through an installed Chromium. */
export interface PdfPrinter {
  /** Bytes of the PDF. Throws a sentence when nothing here can print, or the printing failed. The page must bring its own policy against scripts and requests. */
  print(html: string, signal?: AbortSignal): Promise<Uint8Array>
}
