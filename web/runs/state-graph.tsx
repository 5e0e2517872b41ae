import { useEffect, useState } from 'preact/hooks';
import type { RunState, RunStep } from '../../lambdas/shared/contract/run-view.ts';
import type { GraphLayout } from './layout-graph.ts';

interface StateGraphProps {
  readonly states: readonly RunState[];
  readonly steps: readonly RunStep[];
  readonly chosenState: string | undefined;
  onChoose(state: string): void;
}

/**
 * The state machine, its states coloured as they were entered. For the eye and for who points: the list of states beside
 * it tells and does the same.
 */
export function StateGraph({ states, steps, chosenState, onChoose }: StateGraphProps) {
  const layout = useLayout(states);
  if (layout === undefined) return null;
  const { width, height, nodes, edges } = layout;
  const stateOf = (name: string) => states.find((state) => state.name === name);
  return (
    <svg class="graph" viewBox={`0 0 ${width} ${height}`} width={width} aria-hidden="true">
      <defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0l8 4-8 4z" />
        </marker>
      </defs>
      {edges.map(({ from, to, isForEach, path }) => (
        <path
          key={`${from} ${to}`}
          class={`graph-edge${isForEach ? ' graph-for-each' : ''}`}
          d={path}
          marker-end="url(#arrow)"
        />
      ))}
      {nodes.map(({ name, type, x, y, width: nodeWidth, height: nodeHeight }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the list beside it has the buttons
        <g
          key={name}
          class={`graph-node node-${statusOf(steps, name, stateOf(name)?.inside)}${name === chosenState ? ' is-chosen' : ''}`}
          transform={`translate(${x} ${y})`}
          onClick={() => onChoose(name)}
        >
          <title>{titleOf(stateOf(name))}</title>
          <rect
            x={-nodeWidth / 2}
            y={-nodeHeight / 2}
            width={nodeWidth}
            height={nodeHeight}
            rx={type === 'Choice' || type === 'Succeed' ? nodeHeight / 2 : 8}
          />
          <text text-anchor="middle" dominant-baseline="central">
            {name}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** From what is most worth a look to what is least. */
const byConcern = ['failed', 'caught', 'running', 'succeeded'] as const satisfies readonly RunStep['status'][];

/** How a state was entered last. Of a Map's items it is entered by each: what went worst with any of them. */
function statusOf(steps: readonly RunStep[], name: string, inside: string | undefined): RunStep['status'] | 'idle' {
  const since = inside === undefined ? 0 : steps.findLastIndex(({ state }) => state === inside);
  const own = steps.slice(Math.max(0, since)).filter(({ state }) => state === name);
  if (inside === undefined) return own.at(-1)?.status ?? 'idle';
  return byConcern.find((each) => own.some(({ status }) => status === each)) ?? 'idle';
}

const titleOf = ({ comment = '', inside }: Partial<RunState> = {}): string =>
  inside === undefined ? comment : `For each item of ${inside}. ${comment}`.trim();

/** dagre comes only when there is something to draw. */
function useLayout(states: readonly RunState[]): GraphLayout | undefined {
  const [layout, setLayout] = useState<GraphLayout>();
  const key = JSON.stringify(states);
  useEffect(() => {
    let isOver = false;
    void import('./layout-graph.ts').then(({ layOutGraph }) => {
      if (!isOver) setLayout(layOutGraph(states));
    });
    return () => {
      isOver = true;
    };
    // Another answer with the same states is laid out already.
  }, [key]);
  return layout;
}
