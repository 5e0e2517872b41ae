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
  const statusOf = (name: string) => steps.findLast(({ state }) => state === name)?.status ?? 'idle';
  return (
    <svg class="graph" viewBox={`0 0 ${width} ${height}`} width={width} aria-hidden="true">
      <defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0l8 4-8 4z" />
        </marker>
      </defs>
      {edges.map(({ from, to, path }) => (
        <path key={`${from} ${to}`} class="graph-edge" d={path} marker-end="url(#arrow)" />
      ))}
      {nodes.map(({ name, type, x, y, width: nodeWidth, height: nodeHeight }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the list beside it has the buttons
        <g
          key={name}
          class={`graph-node node-${statusOf(name)}${name === chosenState ? ' is-chosen' : ''}`}
          transform={`translate(${x} ${y})`}
          onClick={() => onChoose(name)}
        >
          <title>{states.find((state) => state.name === name)?.comment}</title>
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
