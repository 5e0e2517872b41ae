/** What makes an export, and what may be said about it. */
import * as z from 'zod/mini';

/** What makes an export: MediaConvert, or a Lambda of this system that carries the frames as they are. */
export const engineSchema = z.enum(['mediaconvert', 'remux']);
export type Engine = z.infer<typeof engineSchema>;

/** What a deployment or an export asks for. `auto`: `remux` whenever the frames can be carried, MediaConvert otherwise. */
export const engineWishSchema = z.enum(['mediaconvert', 'auto', 'remux'], {
  error: 'must be one of mediaconvert, auto, remux',
});
export type EngineWish = z.infer<typeof engineWishSchema>;

/**
 * The Lambda of `remux`: what it is given, and what it can therefore finish. Infra makes it of these numbers, and
 * planning refuses what would outlast them.
 */
export const remuxCapacity = {
  /** One vCPU, which is what one thread can use; below it, CPU is taken away by the millisecond. */
  memoryMb: 1769,
  /** The most that Lambda grants. */
  timeoutSeconds: 900,
  /**
   * What planning reckons with; the rest is for slow starts, S3's throttling and a second look at what broke off.
   * 13 h at IVS's 8.5 Mbit/s are 49.7 GB, 796 s at the rate below.
   */
  usableSeconds: 800,
  /**
   * Bytes of the source in a second. The network is the limit: Lambda gives a function of up to 2 GB 625 Mbit/s, 78 MB/s,
   * of which this is four fifths. Measured S3 to S3, each GB takes 4 to 5 s of CPU, and TLS about one more: at this rate,
   * a third of a vCPU.
   * @see https://aws.amazon.com/about-aws/whats-new/2026/08/aws-lambda-network-bandwidth/
   */
  bytesPerSecond: 62_500_000,
  /** Half-way between few requests (each part costs as much as 12 GETs) and little memory (four parts are on their way). */
  uploadPartSizeBytes: 16 * 1024 * 1024,
} as const;
