/** asl-validator 4 ships no types; this is what is used of it. */
declare module 'asl-validator' {
  export default function validate(
    definition: unknown,
    options: { checkArn: boolean; checkPaths: boolean },
  ): { isValid: boolean; errors: unknown[] };
}
