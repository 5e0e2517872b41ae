import { FilePathSource, Input, Logging, LogLevel, MPEG_TS } from 'mediabunny';

// Else every run prints a note about the timed metadata track that IVS recordings have.
Logging.level = LogLevel.Errors;

/** Opens an MPEG-TS file for mediabunny. To be disposed of (`using`), which closes the file. */
export const openTransportStream = (path: string): Input =>
  new Input({ source: new FilePathSource(path), formats: [MPEG_TS] });
