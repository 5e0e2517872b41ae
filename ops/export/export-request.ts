/** What the user asked for, checked as far as that can be done without looking at files. */
export interface ExportRequest {
  /** Absolute path of a folder or playlist, or a URL, which is refused later, by name. */
  readonly input: string;
  /** Absolute path of the file to make. */
  readonly output: string;
  readonly rendition: string | undefined;
  readonly tracks: 'all' | 'audio';
  /** Seconds by the playlist; `undefined` for all of it. */
  readonly clip: { readonly fromSeconds: number; readonly toSeconds: number } | undefined;
  readonly isTolerant: boolean;
  /** Threads that take segments apart, the main one among them. */
  readonly workerCount: number;
  readonly isOverwriting: boolean;
  readonly isJson: boolean;
  readonly isDebug: boolean;
}
