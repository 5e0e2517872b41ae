/** Both templates of the app, read as a person would: resources by id, values as text. */
import { renderer } from '../rendered-text.ts';
import type { Resource, SynthesizedApp } from '../synthesized-app.ts';

/** A resource with where it stands. */
export interface PlacedResource extends Resource {
  readonly id: string;
  readonly stackName: string;
}

/** See the file's comment. */
export class TemplateView {
  readonly resources: readonly PlacedResource[];
  readonly #render: (value: unknown) => string;

  constructor(app: SynthesizedApp) {
    this.#render = renderer(app);
    this.resources = Object.entries({ IvsRecordingsStorage: app.storage, IvsRecordingsPipeline: app.pipeline }).flatMap(
      ([stackName, template]) =>
        Object.entries(template.Resources).map(([id, resource]) => ({ ...resource, id, stackName })),
    );
  }

  ofType(type: string): PlacedResource[] {
    return this.resources.filter(({ Type }) => Type === type);
  }

  /** Text of a value; `…` is this Region and account. */
  render(value: unknown): string {
    return this.#render(value).replaceAll('<AWS::Region>:<AWS::AccountId>', '…');
  }

  /** The text by which others refer to a resource. */
  ref({ id }: PlacedResource): string {
    return this.render({ Ref: id });
  }

  /** The resource that a value refers to, by `Ref` or an attribute. */
  referred(value: unknown): PlacedResource | undefined {
    const name = (text: string) => text.replace(/^<([^.>]*).*$/, '$1');
    return this.resources.find((resource) => name(this.ref(resource)) === name(this.render(value)));
  }
}

/** `<X>` of `<X.Name>` and the like, and the other way round. */
export const attributeOf = (ref: string, attribute: string): string => ref.replace('>', `.${attribute}>`);

/** CloudFormation has one value or a list in many places. */
export const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
