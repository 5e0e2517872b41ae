/** start_code_prefix_one_3bytes: stands before each NAL unit of a byte stream (ISO/IEC 14496-10 B.1). */
export const START_CODE: Buffer = Buffer.from([0, 0, 1]);
export const START_CODE_BYTES = 3;
