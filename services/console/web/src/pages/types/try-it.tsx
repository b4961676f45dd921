/** Try a file or a sample against a message type. Nothing of it is stored. */
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageTypeShown, Validation } from '../../../../src/api/shapes.ts';
import { address, get, postXml } from '../../api/client.ts';
import { Button, SelectField, TextArea } from '../../parts/fields.tsx';
import { Failure, Notice } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { Code } from '../../parts/values.tsx';
import { useSession } from '../../session.tsx';

const LIMIT_BYTES = 1_000_000;

const Found = ({ validation }: { readonly validation: Validation }) => {
  const { t } = useTranslation();
  return (
    <Notice
      tone={validation.valid ? 'success' : 'danger'}
      live
      title={
        validation.valid
          ? t('types.isValid', { part: validation.part })
          : t('types.isInvalid', { count: validation.findings.length })
      }
    >
      {validation.findings.length === 0 ? null : (
        <ol className="findings">
          {validation.findings.map((finding) => (
            <li key={`${finding.code} ${finding.line ?? ''} ${finding.xpath ?? ''} ${finding.text}`}>
              <p>
                <strong>{finding.text}</strong>
              </p>
              <p className="muted">
                {finding.line === undefined ? null : t('message.line', { line: finding.line })}{' '}
                {finding.xpath === undefined ? null : <Code>{finding.xpath}</Code>} <Code>{finding.code}</Code>
              </p>
              {finding.expected === undefined ? null : (
                <p>
                  {t('types.expected')} <Code>{finding.expected}</Code>
                </p>
              )}
              <p>{finding.remedy}</p>
            </li>
          ))}
        </ol>
      )}
    </Notice>
  );
};

/** The form. */
export const TryIt = ({ type }: { readonly type: MessageTypeShown }) => {
  const { t } = useTranslation();
  const { csrfToken } = useSession();
  const file = useId();
  const payloads = type.parts.filter(({ role }) => role === 'payload').map(({ id }) => id);
  const [part, setPart] = useState(payloads[0] ?? '');
  const [sample, setSample] = useState('');
  const [xml, setXml] = useState('');
  const [tooLarge, setTooLarge] = useState(false);
  const base = `/api/message-types/${encodeURIComponent(type.code)}/${encodeURIComponent(type.version)}`;
  const validation = useMutation({
    mutationFn: () => postXml<Validation>(address(`${base}/validate`, { part }), xml, csrfToken),
  });
  const take = (text: string): void => {
    setTooLarge(new Blob([text]).size > LIMIT_BYTES);
    setXml(text);
    validation.reset();
  };
  const load = useMutation({
    mutationFn: (name: string) => get<string>(`${base}/samples/${encodeURIComponent(name)}`),
    onSuccess: take,
  });
  const read = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    if (chosen.size > LIMIT_BYTES) setTooLarge(true);
    else take(await chosen.text());
  };
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (xml.trim() !== '' && !tooLarge) validation.mutate();
  };
  return (
    <Section id="try" title={t('types.try')} lead={t('types.tryLead')}>
      <form className="form" onSubmit={send}>
        <div className="filters__more">
          {payloads.length < 2 ? null : (
            <SelectField
              label={t('types.part')}
              value={part}
              onChange={setPart}
              options={payloads.map((value) => ({ value, label: value }))}
            />
          )}
          <SelectField
            label={t('types.sample')}
            value={sample}
            onChange={(value) => {
              setSample(value);
              if (value !== '') load.mutate(value);
            }}
            options={[
              { value: '', label: t('types.chooseSample') },
              ...type.samples.map(({ name, valid }) => ({
                value: name,
                label: `${name} (${valid ? t('types.sampleValid') : t('types.sampleInvalid')})`,
              })),
            ]}
          />
          <div className="kern-form-input field">
            <label className="kern-label" htmlFor={file}>
              {t('types.file')}
            </label>
            <input
              id={file}
              type="file"
              className="file"
              accept=".xml,application/xml,text/xml"
              onChange={(event) => void read(event.target.files?.[0])}
            />
          </div>
        </div>
        <TextArea
          code
          rows={10}
          label={t('types.xml')}
          value={xml}
          onChange={take}
          error={tooLarge ? t('types.tooLarge') : undefined}
        />
        <div className="actions">
          <Button
            kind="primary"
            icon="check"
            type="submit"
            disabled={xml.trim() === '' || tooLarge || validation.isPending}
          >
            {t('types.validate')}
          </Button>
        </div>
        {load.error === null ? null : <Failure error={load.error} />}
        {validation.error === null ? null : <Failure error={validation.error} />}
        {validation.data === undefined ? null : <Found validation={validation.data} />}
      </form>
    </Section>
  );
};
