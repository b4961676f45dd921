import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MaskedNode, MessageDocument, MessageShown, PartShown } from '../../../../src/api/shapes.ts';
import { ActionDialog } from '../../parts/action-dialog.tsx';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/fields.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { Bytes, Code } from '../../parts/values.tsx';
import { useMay } from '../../session.tsx';

type Part = MessageDocument['parts'][number];

const Masked = ({ node, depth = 0 }: { readonly node: MaskedNode; readonly depth?: number }) => {
  const { t } = useTranslation();
  const name = (
    <>
      <span className="xml__name">{node.name}</span>
      {node.attributes?.map((attribute) => (
        <span key={attribute} className="xml__attribute">
          {' '}
          {attribute}
        </span>
      ))}
      {node.text === true ? <span className="xml__mask"> ••••</span> : null}
    </>
  );
  const children = node.children ?? [];
  if (children.length === 0) return <li className="xml__leaf">{name}</li>;
  return (
    <li>
      <details open={depth < 1}>
        <summary>{name}</summary>
        <ul className="xml__children">
          {children.map((child, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: elements repeat; their place is what they are
            <Masked key={index} node={child} depth={depth + 1} />
          ))}
          {node.more === undefined ? null : (
            <li className="muted">{t('message.moreElements', { count: node.more })}</li>
          )}
        </ul>
      </details>
    </li>
  );
};

const download = (part: PartShown, name: string): string => {
  const octets = Uint8Array.from(atob(part.base64 ?? ''), (one) => one.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([octets], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  return url;
};

const OnePart = ({ part, message }: { readonly part: Part; readonly message: MessageShown }) => {
  const { t } = useTranslation();
  const mayShow = useMay('content');
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<PartShown>();
  return (
    <li className="part">
      <div className="part__head">
        <h3 className="part__name">{part.id}</h3>
        <Badge tone="neutral" icon="lock">
          {shown === undefined ? t('message.masked') : t('message.unmasked')}
        </Badge>
        <span className="muted">
          {t(`partRole.${part.role}`)} · <Code>{part.mediaType}</Code> · <Bytes value={part.sizeBytes} />
          {part.fileName === undefined ? null : ` · ${part.fileName}`}
        </span>
        {mayShow ? (
          <Button icon="eye" onClick={() => setAsking(true)}>
            {t('message.show')}
          </Button>
        ) : null}
      </div>
      {shown === undefined ? (
        part.masked === undefined ? null : (
          <ul className="xml">
            <Masked node={part.masked} />
          </ul>
        )
      ) : shown.text === undefined ? (
        <Notice tone="info" title={t('message.downloaded')} live />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="content" tabIndex={0} aria-label={part.id}>
          <pre>{shown.text}</pre>
        </section>
      )}
      {asking ? (
        <ActionDialog<PartShown>
          title={t('message.showTitle', { part: part.id })}
          lead={t('message.showLead')}
          submit={t('message.show')}
          path={`/api/messages/${encodeURIComponent(message.messageId)}/parts/${encodeURIComponent(part.id)}/show?${new URLSearchParams({ author: message.author }).toString()}`}
          body={(reason) => ({ reason })}
          onDone={(value) => {
            setShown(value);
            if (value.text === undefined) download(value, part.fileName ?? part.id);
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </li>
  );
};

/** The parts: their content masked until somebody who may has a reason to see it. */
export const Parts = ({ parts, message }: { readonly parts: readonly Part[]; readonly message: MessageShown }) => {
  const { t } = useTranslation();
  return (
    <Section id="parts" title={t('message.partsTitle')} lead={t('message.partsLead')}>
      <ul className="parts">
        {parts.map((part) => (
          <OnePart key={part.id} part={part} message={message} />
        ))}
      </ul>
    </Section>
  );
};
