/** SNS's rules for Publish that the embedded SNS does not hold itself. */

// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: "must be … less than 100 characters long", no control
// characters or line breaks, and it must begin with a letter, number or punctuation mark.
function subjectFault(subject: string | undefined): string | undefined {
  if (subject === undefined) return undefined;
  if (subject === '' || subject.length >= 100) return 'Invalid parameter: Subject';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what SNS refuses.
  return /[\x00-\x1f\x7f]/.test(subject) || /^\s/.test(subject) ? 'Invalid parameter: Subject' : undefined;
}

/** The first fault of a Publish request in the query protocol's form, in SNS's words; `undefined` when there is none. */
export function publishFault(form: Readonly<Record<string, string>>): string | undefined {
  const emptyAttribute = Object.entries(form).find(
    ([name, value]) => /^MessageAttributes\.entry\.\d+\.Value\.StringValue$/.test(name) && value === '',
  );
  if (emptyAttribute !== undefined) {
    return 'Invalid parameter: The message attribute must contain non-empty message attribute value';
  }
  return subjectFault(form.Subject);
}
