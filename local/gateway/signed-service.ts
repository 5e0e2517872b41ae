/**
 * The service that a request is signed for: the fourth part of the credential's scope, in the header or, of a URL that
 * was signed beforehand, in the query.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function serviceOf(authorization: string | undefined, url: string): string | undefined {
  const credential =
    /\bCredential=([^,\s]+)/.exec(authorization ?? '')?.[1] ??
    new URL(url, 'http://gateway').searchParams.get('X-Amz-Credential') ??
    '';
  // <access key>/<date>/<Region>/<service>/aws4_request; an access key may itself hold slashes.
  return /\/\d{8}\/[^/]+\/([^/]+)\/aws4_request$/.exec(credential)?.[1];
}
