/**
 * CloudFront's API, as far as it is needed here: CreateInvalidation. The playback server keeps no copies, so that there
 * is nothing to forget: what was asked for is noted, and done at once.
 * @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { element } from '../s3/xml.ts';
import { childText, readXml, type XmlElement } from '../s3/xml-reader.ts';
import { makeXmlApi, startXmlApi, type XmlAnswer } from '../xml-api.ts';

/** Paths that are to be forgotten. */
export interface Invalidation {
  readonly distributionId: string;
  readonly paths: readonly string[];
}

/** A running server. */
export interface CloudFrontApi {
  readonly url: string;
  /** What was asked for so far. */
  readonly invalidations: readonly Invalidation[];
  stop(): Promise<void>;
}

const { document, refusal } = makeXmlApi('http://cloudfront.amazonaws.com/doc/2020-05-31/');

/** Serves CreateInvalidation on 127.0.0.1 and a free port, for any distribution. */
export async function startCloudFrontApi(): Promise<CloudFrontApi> {
  const invalidations: Invalidation[] = [];
  const listening = await startXmlApi(refusal, (request) => answer(request, invalidations));
  return { ...listening, invalidations };
}

/** CloudFront takes 15 paths with a wildcard at a time. */
const mostWildcards = 15;

async function answer(request: IncomingMessage, invalidations: Invalidation[]): Promise<XmlAnswer> {
  const [, distributionId] = /^\/2020-05-31\/distribution\/([^/]+)\/invalidation\/?$/.exec(request.url ?? '') ?? [];
  if (request.method !== 'POST' || distributionId === undefined) {
    const what = `${request.method} ${request.url}`;
    return refusal(400, 'InvalidAction', `The local CloudFront has only CreateInvalidation, and not ${what}.`);
  }
  const batch = readXml(await text(request));
  const paths = pathsOf(batch);
  const quantity = Number(childText(childOf(batch, 'Paths'), 'Quantity'));
  if (paths.length === 0 || quantity !== paths.length || !paths.every((path) => path.startsWith('/')))
    return refusal(400, 'InvalidArgument', 'Expected as many paths as Quantity tells, each with a slash in front.');
  if (paths.filter((path) => path.includes('*')).length > mostWildcards)
    return refusal(400, 'TooManyInvalidationsInProgress', `Expected at most ${mostWildcards} paths with a wildcard.`);
  invalidations.push({ distributionId, paths });
  const content = [
    element('Id', `I${randomBytes(6).toString('hex').toUpperCase()}`),
    element('Status', 'Completed'),
    element('CreateTime', new Date().toISOString()),
    element('InvalidationBatch', [
      element('Paths', [
        element('Quantity', paths.length),
        element(
          'Items',
          paths.map((path) => element('Path', path)),
        ),
      ]),
      element('CallerReference', childText(batch, 'CallerReference') ?? ''),
    ]),
  ];
  return document('Invalidation', content, 201);
}

const noElement: XmlElement = { name: '', text: '', children: [] };

const childOf = ({ children }: XmlElement, name: string): XmlElement =>
  children.find((child) => child.name === name) ?? noElement;

const pathsOf = (batch: XmlElement): string[] =>
  childOf(childOf(batch, 'Paths'), 'Items').children.map(({ text: path }) => path);
