import { Graph, layout } from '@dagrejs/dagre';
import type { RunState } from '../../lambdas/shared/contract/run-view.ts';

/** A state at its place; `x` and `y` are its middle. */
export interface PlacedState {
  readonly name: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A graph to draw, in pixels. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedState[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    /** From a Map to what it does for each item. */
    readonly isForEach: boolean;
    readonly path: string;
  }[];
}

/** Wide enough for a name in the graph's type, 13 pixels. */
const widthOf = (name: string): number => name.length * 7.6 + 28;
const nodeHeight = 34;
const marginPixels = 12;

/** Lays the states of a machine out from above, in layers. */
export function layOutGraph(states: readonly RunState[]): GraphLayout {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 30, marginx: marginPixels, marginy: marginPixels });
  for (const { name } of states) graph.setNode(name, { width: widthOf(name), height: nodeHeight });
  for (const state of states) for (const to of followersOf(state)) graph.setEdge(state.name, to, {});
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    nodes: states.map(({ name, type }) => {
      const { x = 0, y = 0, width: nodeWidth = 0 } = graph.node(name);
      return { name, type, x, y, width: nodeWidth, height: nodeHeight };
    }),
    edges: states.flatMap((state) =>
      followersOf(state).map((to) => ({
        from: state.name,
        to,
        isForEach: to === state.eachBeginsWith,
        path: pathThrough(graph.edge(state.name, to)?.points ?? []),
      })),
    ),
  };
}

const followersOf = ({ next, eachBeginsWith }: RunState): string[] => [
  ...(eachBeginsWith === undefined ? [] : [eachBeginsWith]),
  ...next,
];

const pathThrough = (points: readonly { readonly x: number; readonly y: number }[]): string =>
  points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
