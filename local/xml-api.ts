/** How those services are served here that answer in XML, each in a namespace of its own. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { type Listening, listenOnLoopback } from './listen-on-loopback.ts';
import { element, xmlDocument } from './s3/xml.ts';

/** Answers of one service. */
export interface XmlApi {
  /** @param children elements, as `element` writes them */
  document(root: string, children: readonly string[], status?: number): XmlAnswer;
  refusal(status: number, code: string, message: string): XmlAnswer;
}

/** What is sent. */
export interface XmlAnswer {
  readonly status: number;
  readonly xml: string;
}

/** Writes the answers of a service. @param namespace of its documents */
export function makeXmlApi(namespace: string): XmlApi {
  const document: XmlApi['document'] = (root, children, status = 200) => ({
    status,
    xml: xmlDocument(root, children, namespace),
  });
  return {
    document,
    refusal: (status, code, message) => {
      const error = [element('Type', 'Sender'), element('Code', code), element('Message', message)];
      return document('ErrorResponse', [element('Error', error), element('RequestId', randomUUID())], status);
    },
  };
}

/** Serves it on 127.0.0.1 and a free port; what goes wrong on the way is an `InternalFailure`. */
export function startXmlApi(
  refusal: XmlApi['refusal'],
  answer: (request: IncomingMessage) => Promise<XmlAnswer>,
): Promise<Listening> {
  const server = createServer((request, response) => {
    answer(request)
      .catch((error: unknown) => refusal(500, 'InternalFailure', String(error)))
      .then(
        ({ status, xml }) => void response.writeHead(status, { 'content-type': 'text/xml' }).end(xml),
        response.destroy.bind(response),
      );
  });
  return listenOnLoopback(server);
}
