import { describe, expect, test } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import { takeOver } from '../xpath/nodes.ts';
import { compileSchematron, type SchematronHow } from './compile.ts';
import { type EvaluateHow, evaluateRules, type RuleOutcome } from './evaluate.ts';
import { RulesError } from './mistakes.ts';

const schema = (content: string, attributes = 'queryBinding="xslt2"'): string =>
  `<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema" ${attributes}>
<ns prefix="f" uri="urn:f"/>
${content}</schema>`;
const filesOf = (files: Record<string, string>): ReadonlyMap<string, Uint8Array> =>
  new Map(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]));

const run = (
  files: string | Record<string, string>,
  xml: string,
  how: SchematronHow & Partial<EvaluateHow> = {},
): readonly RuleOutcome[] => {
  const all = typeof files === 'string' ? { 'main.sch': schema(files) } : files;
  const rules = compileSchematron(filesOf(all), 'main.sch', how);
  const document = XmlDocument.fromString(xml);
  try {
    return evaluateRules(rules, takeOver(document), { now: new Date(0), ...how }).outcomes;
  } finally {
    document.dispose();
  }
};
const told = (outcomes: readonly RuleOutcome[]) =>
  outcomes.map((outcome) => `${outcome.rule} ${outcome.xpath}${outcome.kind === 'finding' ? '' : ' not evaluable'}`);
const mistakes = (files: string | Record<string, string>, how: SchematronHow = {}): readonly string[] => {
  try {
    compileSchematron(filesOf(typeof files === 'string' ? { 'main.sch': schema(files) } : files), 'main.sch', how);
    return [];
  } catch (error) {
    if (error instanceof RulesError) return error.message.split('\n');
    throw error;
  }
};

const ORDER = '<o n="1"><i p="2.10">a</i>\n<i p="0.20">b</i><s>2.30</s></o>';

describe('rules', () => {
  test('tell id, severity, text, place and line of what fails', () => {
    const outcomes = run(
      `<pattern><rule context="i"><let name="price" value="xs:decimal(@p)"/>
       <assert id="A" flag="fatal" test="$price &gt; 1">The <name/> <value-of select="."/> of
         <emph>order</emph> <value-of select="../@n"/> costs <value-of select="$price * 2"/>.</assert></rule></pattern>`,
      ORDER,
    );
    expect(outcomes).toEqual([
      {
        kind: 'finding',
        rule: 'A',
        severity: 'fatal',
        text: 'The i b of order 1 costs 0.4.',
        xpath: '/o/i[2]',
        line: 2,
      },
    ]);
  });

  test('add up money exactly', () => {
    const sum =
      '<pattern><rule context="o"><assert id="S" test="sum(i/xs:decimal(@p)) = xs:decimal(s)"/></rule></pattern>';
    expect(told(run(sum, ORDER))).toEqual([]);
    expect(told(run(sum, ORDER.replace('2.30', '2.31')))).toEqual(['S /o']);
  });

  test('of a pattern only the first that matches a node is asked; patterns are independent', () => {
    const outcomes = run(
      `<pattern id="p"><rule context="i[@p &gt; 1]"><report id="first" test="true()"/></rule>
       <rule context="*"><report id="rest" test="true()"/></rule></pattern>
       <pattern><rule context="i[1]"><report id="other" test="true()"/></rule></pattern>`,
      ORDER,
    );
    expect(told(outcomes)).toEqual(['first /o/i[1]', 'rest /o', 'rest /o/i[2]', 'rest /o/s', 'other /o/i[1]']);
  });

  test('are about attributes, text, the document, keys and bracketed choices too', () => {
    const context = (pattern: string) =>
      told(
        run(
          `<xsl:key name="byPrice" match="i" use="@p"/>
           <pattern><rule context="${pattern}"><report id="R" test="true()"/></rule></pattern>`,
          ORDER,
        ),
      );
    expect(context('@p')).toEqual(['R /o/i[1]/@p', 'R /o/i[2]/@p']);
    expect(context('s/text()')).toEqual(['R /o/s/text()']);
    expect(context('/')).toEqual(['R /']);
    expect(context('o/(i|s)')).toEqual(['R /o/i[1]', 'R /o/i[2]', 'R /o/s']);
    expect(context("key('byPrice', '0.20')")).toEqual(['R /o/i[2]']);
    expect(context('i[last()] | /o/@n')).toEqual(['R /o/@n', 'R /o/i[2]']);
  });

  test('have variables of schema, phase, pattern and rule, worked out when they are read', () => {
    const outcomes = run(
      `<let name="limit" value="$base * 2"/><let name="base" value="0.5"/><let name="broken" value="xs:integer('x')"/>
       <phase id="strict"><active pattern="p"/><let name="phase" value="1"/></phase>
       <pattern id="p"><let name="all" value="count(//i)"/>
        <rule context="i"><let name="mine" value="xs:decimal(@p)"/>
         <report id="R" test="$mine &gt; $limit and $all = 2 and $phase = 1"/></rule></pattern>
       <pattern id="q"><rule context="o"><report id="not-active" test="true()"/></rule></pattern>`,
      ORDER,
      { phase: 'strict' },
    );
    expect(told(outcomes)).toEqual(['R /o/i[1]']);
  });

  test('extend abstract rules and fill in abstract patterns', () => {
    const outcomes = run(
      `<pattern abstract="true" id="table"><rule context="$row"><assert id="T" test="$cell-1 = $cell"/></rule></pattern>
       <pattern is-a="table"><param name="row" value="o"/><param name="cell" value="'1'"/><param name="cell-1" value="@n"/></pattern>
       <pattern is-a="table"><param name="row" value="s"/><param name="cell" value="'x'"/><param name="cell-1" value="."/></pattern>
       <pattern><rule abstract="true" id="priced"><assert id="P" test="@p"/></rule>
        <rule context="*"><extends rule="priced"/></rule></pattern>`,
      ORDER,
    );
    expect(told(outcomes)).toEqual(['T /o/s', 'P /o', 'P /o/s']);
  });

  test('come from several files', () => {
    const outcomes = run(
      {
        'main.sch': schema('<include href="parts/patterns.sch#second"/>'),
        'parts/patterns.sch': schema(
          `<pattern id="first"/><pattern id="second"><rule context="o"><extends href="../rules.sch"/></rule></pattern>`,
        ),
        'rules.sch': '<rule xmlns="http://purl.oclc.org/dsdl/schematron"><report id="R" test="true()"/></rule>',
      },
      ORDER,
    );
    expect(told(outcomes)).toEqual(['R /o']);
  });

  test('call functions that say what they are', () => {
    const outcomes = run(
      `<xsl:function name="f:sum-of-digits" as="xs:integer"><xsl:param name="text" as="xs:string"/>
        <xsl:variable name="digits" select="for $c in string-to-codepoints($text) return $c - 48"/>
        <xsl:sequence select="sum($digits)"/></xsl:function>
       <xsl:function name="f:down" as="xs:boolean"><xsl:param name="n"/>
        <xsl:choose><xsl:when test="$n le 0"><xsl:value-of select="true()"/></xsl:when>
        <xsl:otherwise><xsl:sequence select="f:down($n - 1)"/></xsl:otherwise></xsl:choose></xsl:function>
       <pattern><rule context="s"><report id="R" test="f:sum-of-digits(translate(., '.', '')) = 5 and f:down(3)"/></rule></pattern>`,
      ORDER,
    );
    expect(told(outcomes)).toEqual(['R /o/s']);
  });

  test('have severities by flag or role, that may be given anew', () => {
    const content = `<pattern><rule context="o" role="info"><report id="A" test="1"/><report id="B" role="warning" test="1"/></rule></pattern>
      <pattern><rule context="o"><report id="C" test="1"/><assert id="D" test="0"/></rule></pattern>`;
    const severities = (how: SchematronHow = {}) =>
      run(content, ORDER, how).map(({ rule, severity }) => `${rule} ${severity}`);
    expect(severities()).toEqual(['A information', 'B warning', 'C warning', 'D error']);
    expect(severities({ severities: { A: 'fatal' } })).toEqual(['A fatal', 'B warning', 'C warning', 'D error']);
  });

  test('with diagnostics tell them too', () => {
    const [outcome] = run(
      `<pattern><rule context="s"><assert id="A" test="0" diagnostics="d">Wrong.</assert></rule></pattern>
       <diagnostics><diagnostic id="d">It is <value-of select="."/>.</diagnostic></diagnostics>`,
      ORDER,
    );
    expect(outcome).toMatchObject({ text: 'Wrong. It is 2.30.' });
  });

  test('written for XPath 1.0 have its conversions', () => {
    const content = '<pattern><rule context="o"><report id="A" test="string-length(i) + \'1\' = 2"/></rule></pattern>';
    expect(told(run({ 'main.sch': schema(content, 'queryBinding="xslt"') }, ORDER))).toEqual(['A /o']);
    expect(told(run(content, ORDER))).toEqual(['A /o not evaluable']);
  });
});

describe('a rule that cannot be evaluated', () => {
  test('says so once, and leaves the others alone', () => {
    const outcomes = run(
      `<pattern><rule context="i"><assert id="A" test="xs:integer(.) = 1"/><assert id="B" test="false()"/></rule></pattern>`,
      ORDER,
    );
    expect(told(outcomes)).toEqual(['A /o/i[1] not evaluable', 'B /o/i[1]', 'B /o/i[2]']);
    expect(outcomes[0]).toMatchObject({ because: 'error', reason: expect.stringContaining('FORG0001') });
  });

  test('ends its pattern where it is not known what it is about', () => {
    const outcomes = run(
      `<pattern><rule id="r" context="i[xs:integer(.) = 1]"/><rule context="i"><report id="never" flag="fatal" test="1"/></rule></pattern>
       <pattern><rule context="s"><report id="R" test="1"/></rule></pattern>`,
      ORDER,
    );
    expect(outcomes.map(({ kind, rule, severity }) => [kind, rule, severity])).toEqual([
      ['not-evaluable', 'r', 'fatal'],
      ['finding', 'R', 'warning'],
    ]);
  });

  test('because it costs too much ends all that come after it', () => {
    const outcomes = run(
      `<pattern><rule context="o"><report id="A" test="count(for $a in 1 to 900, $b in 1 to 900 return 1) = 1"/></rule></pattern>
       <pattern><rule context="o"><report id="B" test="1"/></rule></pattern>`,
      ORDER,
      { steps: 10_000 },
    );
    expect(outcomes).toMatchObject([{ kind: 'not-evaluable', rule: 'A', because: 'steps', severity: 'error' }]);
  });

  test('because a function calls itself for ever is not evaluable either', () => {
    const outcomes = run(
      `<xsl:function name="f:x"><xsl:param name="n"/><xsl:sequence select="f:x($n + 1)"/></xsl:function>
       <pattern><rule context="o"><report id="A" test="f:x(1)"/></rule></pattern>`,
      ORDER,
    );
    expect(told(outcomes)).toEqual(['A /o not evaluable']);
  });
});

describe('registration', () => {
  const rule = (test: string) => `<pattern><rule context="o"><assert id="A" test="${test}"/></rule></pattern>`;
  test.each([
    ['unknown functions', rule('x(1)'), 'main.sch:3: there is no function x()'],
    ['unknown variables', rule('$x'), 'main.sch:3: the variable $x is not declared'],
    ['prefixes', rule('q:x'), 'main.sch:3: the prefix q is not declared'],
    ['what reads files', rule("document('x')"), 'main.sch:3: document() reaches outside'],
    ['patterns of other documents', '<pattern documents="/x"/>', 'reaches outside the document'],
    ['rules without context', '<pattern><rule><assert test="1"/></rule></pattern>', 'needs a context'],
    ['templates', '<xsl:template match="x"/>', 'main.sch:3: xsl:template is not supported'],
    ['included stylesheets', '<xsl:include href="x.xsl"/>', 'xsl:include is not supported'],
    [
      'functions with loops of XSLT',
      '<xsl:function name="f:x"><xsl:for-each select="1"/></xsl:function>',
      'xsl:for-each in a function is not supported',
    ],
    ['variables with content', '<let name="x"><y/></let>', 'without a value'],
    ['abstract patterns that are not there', '<pattern is-a="x"/>', 'there is no abstract pattern x'],
    [
      'abstract rules that are not there',
      '<pattern><rule context="o"><extends rule="x"/></rule></pattern>',
      'there is no abstract rule x',
    ],
    ['expressions that end the stack', rule(`${'1+'.repeat(60_000)}1`), 'nested too deeply'],
    [
      'diagnostics that are not there',
      '<pattern><rule context="o"><assert diagnostics="d" test="1"/></rule></pattern>',
      'no diagnostic d',
    ],
    ['phases that are not there', '<phase id="p"><active pattern="x"/></phase>', ''],
    ['files that are not there', '<include href="x.sch"/>', 'main.sch:3: there is no file x.sch'],
    ['files elsewhere', '<include href="../x.sch"/>', 'leaves the folder of the rules'],
    ['absolute paths', '<include href="/etc/passwd"/>', 'is no path within the folder'],
    ['addresses on the network', '<include href="http://example.org/x.sch"/>', 'is a URL'],
    ['itself', '<include href="main.sch"/>', 'includes itself'],
  ])('finds %s, with file and line', (_what, content, text) => {
    expect(mistakes(content, text === '' ? { phase: 'p' } : {}).join('\n')).toContain(
      text === '' ? 'there is no pattern x' : text,
    );
  });

  test('tells all mistakes of all files at once', () => {
    const found = mistakes({
      'main.sch': schema(`<include href="a.sch"/>${rule('$y')}`),
      'a.sch': `<pattern xmlns="http://purl.oclc.org/dsdl/schematron">\n<rule context="$$"/>\n<rule context="o"><assert test="z()"/></rule></pattern>`,
    });
    expect(found.map((text) => text.replace(/: .*/, ''))).toEqual(['a.sch:2', 'a.sch:3', 'main.sch:3']);
  });

  test('refuses query languages it does not know, old Schematron, DOCTYPEs and files that include each other', () => {
    expect(mistakes({ 'main.sch': schema('', 'queryBinding="xquery"') }).join()).toContain('xquery');
    expect(mistakes({ 'main.sch': '<schema xmlns="http://www.ascc.net/xml/schematron"/>' }).join()).toContain(
      'ISO Schematron',
    );
    expect(mistakes({ 'main.sch': `<!DOCTYPE schema>${schema('')}` })).not.toEqual([]);
    const circle = { 'main.sch': schema('<include href="a.sch"/>'), 'a.sch': schema('<include href="main.sch"/>') };
    expect(mistakes(circle).join()).toContain('includes itself');
  });
});
