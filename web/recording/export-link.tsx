import type { Recording } from '../api/recording.ts';
import { sizeText } from '../text/format-size.ts';

interface ExportLinkProps {
  readonly file: Recording['exports'][number];
  /** Its address opens nothing as it is: cookies that open a recording do not open its exports. */
  readonly isSigned: boolean;
}

/** A file to download; only its name where a signature would be needed. */
export function ExportLink({ file, isSigned }: ExportLinkProps) {
  const size = <span class="export-size">{`${file.format.toUpperCase()}, ${sizeText(file.sizeBytes)}`}</span>;
  if (isSigned) {
    return (
      <span class="export-name">
        {file.name} {size}
      </span>
    );
  }
  return (
    <a class="export-link" href={file.url} download={`${file.name}.${file.format}`}>
      <svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">
        <path d="M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M5 19.5h14" />
      </svg>
      <span class="visually-hidden">Download </span>
      {file.name} {size}
    </a>
  );
}
