/** The map of flows: authors on the left, readers on the right; failing flows are dashed and say how many failed. */
import {
  Background,
  Controls,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../format.ts';
import { languageNow } from '../../i18n.ts';
import { type FlowEdge, placesOf } from './flow-places.ts';

type Party = Node<{ readonly name: string; readonly side: 'from' | 'to'; readonly count: string }, 'party'>;

const PartyNode = ({ data }: NodeProps<Party>) => (
  <div className="map__node">
    {data.side === 'to' ? <Handle type="target" position={Position.Left} isConnectable={false} /> : null}
    <span className="map__name">{data.name}</span>
    <span className="map__count">{data.count}</span>
    {data.side === 'from' ? <Handle type="source" position={Position.Right} isConnectable={false} /> : null}
  </div>
);

const NODE_TYPES = { party: PartyNode };

const rowsOf = (nodes: readonly Party[]): number =>
  Math.max(...(['from', 'to'] as const).map((side) => nodes.filter(({ data }) => data.side === side).length));

const FlowMap = ({
  flows,
  names,
}: {
  readonly flows: readonly FlowEdge[];
  readonly names: Readonly<Record<string, string>>;
}) => {
  const { t } = useTranslation();
  const language = languageNow();
  const { nodes, edges } = useMemo(() => {
    const most = Math.max(1, ...flows.map(({ count }) => count));
    const nodes: Party[] = placesOf(flows).map(({ id, authority, side, count, x, y }) => ({
      id,
      type: 'party',
      position: { x, y },
      data: { name: names[authority] ?? authority, side, count: formatNumber(count, language) },
      draggable: false,
    }));
    const edges: Edge[] = flows.map(({ from, to, count, failed }) => ({
      id: `${from} ${to}`,
      source: `from ${from}`,
      target: `to ${to}`,
      className: failed > 0 ? 'map__edge map__edge--failed' : 'map__edge',
      style: { strokeWidth: 1.5 + (count / most) * 5, ...(failed > 0 ? { strokeDasharray: '8 5' } : {}) },
      markerEnd: { type: MarkerType.ArrowClosed, color: failed > 0 ? 'var(--chart-4)' : 'var(--chart-1)' },
      ...(failed > 0 ? { label: t('directory.failedShort', { count: failed }) } : {}),
      ariaLabel: t('directory.edge', {
        from: names[from] ?? from,
        to: names[to] ?? to,
        count,
        failed,
      }),
    }));
    return { nodes, edges };
  }, [flows, names, language, t]);
  return (
    <div className="map" style={{ height: `${Math.max(24, rowsOf(nodes) * 3.6)}rem` }}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        fitView
        minZoom={0.2}
        maxZoom={2}
        nodesConnectable={false}
        nodesFocusable
        edgesFocusable={false}
        preventScrolling={false}
        zoomOnScroll={false}
        proOptions={{ hideAttribution: true }}
        aria-label={t('directory.map')}
        ariaLabelConfig={{
          'controls.ariaLabel': t('directory.mapControls'),
          'controls.zoomIn.ariaLabel': t('directory.zoomIn'),
          'controls.zoomOut.ariaLabel': t('directory.zoomOut'),
          'controls.fitView.ariaLabel': t('directory.fit'),
          'node.a11yDescription.default': t('directory.nodeKeys'),
          'edge.a11yDescription.default': t('directory.nodeKeys'),
        }}
      >
        <Background />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
};

export default FlowMap;
