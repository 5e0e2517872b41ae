/** A deployment that is not as it should be, and what is told of it. */
import type { Verdict } from '../../../../ops/doctor/check.ts';
import type { DoctorPorts } from '../../../../ops/doctor/doctor-ports.ts';

/** See the file's comment. */
export interface Case {
  /** The check that tells it. */
  readonly check: string;
  readonly ports: Partial<DoctorPorts>;
  readonly verdict: Verdict;
  readonly found: string;
  /** Part of the advice. */
  readonly advice?: string;
}
