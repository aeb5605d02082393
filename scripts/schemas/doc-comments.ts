import ts from 'typescript';
import type { z } from 'zod';

type Schema = z.core.$ZodType;

/** Methods that put a schema into another; the others give one of the same kind. */
const WRAPPERS = ['nullable', 'optional', 'default', 'prefault'];

/** A source file with the values that it exports. */
export interface Source {
  path: string;
  text: string;
  exports: Readonly<Record<string, unknown>>;
}

/** The doc comments of zod schemas and of their properties, which zod does not see. */
export interface DocComments {
  of(schema: Schema): string | undefined;
  ofProperty(schema: Schema, name: string): string | undefined;
}

/** Reads doc comments by walking through each schema's expression in the source beside the schema that it made. */
export function readDocComments(sources: readonly Source[]): DocComments {
  const comments = new Comments();
  const exported = new Map(sources.flatMap((source) => Object.entries(source.exports)));
  for (const source of sources) new SourceReader(source, comments, (name) => asSchema(exported.get(name))).read();
  return comments;
}

class Comments implements DocComments {
  private readonly schemas = new Map<Schema, string>();
  private readonly properties = new Map<Schema, Map<string, string>>();
  /** The objects that an object took properties over from. */
  private readonly origins = new Map<Schema, Schema[]>();

  of(schema: Schema): string | undefined {
    return this.schemas.get(schema);
  }

  ofProperty(schema: Schema, name: string): string | undefined {
    const own = this.properties.get(schema)?.get(name);
    if (own !== undefined) return own;
    for (const origin of this.origins.get(schema) ?? []) {
      const found = this.ofProperty(origin, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  add(schema: Schema, comment: string | undefined): void {
    if (comment !== undefined) this.schemas.set(schema, comment);
  }

  addProperty(schema: Schema, name: string, comment: string | undefined): void {
    if (comment === undefined) return;
    if (!this.properties.has(schema)) this.properties.set(schema, new Map());
    this.properties.get(schema)!.set(name, comment);
  }

  addOrigin(schema: Schema, origin: Schema | undefined): void {
    if (origin && origin !== schema) this.origins.set(schema, [...(this.origins.get(schema) ?? []), origin]);
  }
}

class SourceReader {
  private readonly file: ts.SourceFile;
  private readonly locals = new Map<string, { initializer: ts.Expression; comment: string | undefined }>();

  constructor(
    private readonly source: Source,
    private readonly comments: Comments,
    private readonly exported: (name: string) => Schema | undefined,
  ) {
    this.file = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ES2022);
  }

  read(): void {
    for (const statement of this.file.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (!ts.isIdentifier(name) || !initializer) continue;
        this.locals.set(name.text, { initializer, comment: this.commentBefore(statement) });
      }
    }
    for (const [name, { initializer, comment }] of this.locals) {
      const schema = asSchema(this.source.exports[name]);
      if (!schema) continue;
      this.comments.add(schema, comment);
      this.pair(initializer, schema);
    }
  }

  /** An expression with the schema that it made, or that was made from what it made by a check. */
  private pair(expression: ts.Expression, schema: Schema | undefined): void {
    if (!schema) return;
    if (ts.isIdentifier(expression)) return this.pairLocal(expression.text, schema);
    if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return;
    const { name, expression: target } = expression.expression;
    if (ts.isIdentifier(target) && target.text === 'z') this.pairArguments(expression.arguments, schema);
    else this.pairMethod(name.text, target, expression.arguments, schema);
  }

  private pairLocal(name: string, schema: Schema): void {
    const local = this.locals.get(name);
    // Another module's, or one that is read under its own name.
    if (!local || this.exported(name)) return;
    this.comments.add(schema, local.comment);
    this.pair(local.initializer, schema);
  }

  private pairArguments(args: readonly ts.Expression[], schema: Schema): void {
    const { def } = (schema as z.core.$ZodTypes)._zod;
    const last = args.at(-1);
    if (!last) return;
    if (def.type === 'object') return this.pairProperties(last, schema);
    if (def.type === 'array') return this.pair(args[0], def.element);
    if (def.type === 'record') return this.pair(last, def.valueType);
    const members = def.type === 'union' ? def.options : def.type === 'tuple' ? def.items : null;
    if (!members || !ts.isArrayLiteralExpression(last)) return;
    last.elements.forEach((element, i) => {
      const comment = this.commentBefore(element);
      // A comment on a member that has a name is about its place here.
      if (!ts.isIdentifier(element)) this.comments.add(members[i], comment);
      this.pair(element, members[i]);
    });
  }

  private pairMethod(name: string, target: ts.Expression, args: readonly ts.Expression[], schema: Schema): void {
    const { def } = (schema as z.core.$ZodTypes)._zod;
    if (def.type === 'object' && ['extend', 'omit', 'pick'].includes(name)) {
      if (ts.isIdentifier(target)) this.comments.addOrigin(schema, this.exported(target.text));
      if (name === 'extend') this.pairProperties(args[0], schema);
      return;
    }
    const wraps = WRAPPERS.includes(name) && 'innerType' in def;
    this.pair(target, wraps ? def.innerType : schema);
  }

  private pairProperties(literal: ts.Expression, schema: Schema): void {
    const { def } = (schema as z.core.$ZodTypes)._zod;
    if (!ts.isObjectLiteralExpression(literal) || def.type !== 'object') return;
    for (const property of literal.properties) {
      if (ts.isSpreadAssignment(property)) this.pairSpread(property.expression, schema);
      else if (ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)) {
        const name = ts.isComputedPropertyName(property.name) ? null : property.name.text;
        if (name === null) continue;
        this.comments.addProperty(schema, name, this.commentBefore(property));
        this.pair(ts.isPropertyAssignment(property) ? property.initializer : property.name, def.shape[name]);
      }
    }
  }

  /** `...other.shape`, or `...fields` of a literal in the same file. */
  private pairSpread(expression: ts.Expression, schema: Schema): void {
    if (ts.isPropertyAccessExpression(expression) && expression.name.text === 'shape') {
      if (ts.isIdentifier(expression.expression)) {
        this.comments.addOrigin(schema, this.exported(expression.expression.text));
      }
    } else if (ts.isIdentifier(expression)) {
      const local = this.locals.get(expression.text);
      if (local) this.pairProperties(local.initializer, schema);
    }
  }

  /** The text of the doc comment right before a node, on one line. */
  private commentBefore(node: ts.Node): string | undefined {
    const { text } = this.source;
    const range = ts.getLeadingCommentRanges(text, node.getFullStart())?.at(-1);
    const comment = range && text.slice(range.pos, range.end);
    if (!comment?.startsWith('/**')) return undefined;
    return comment
      .slice(3, -2)
      .replaceAll(/^\s*\* ?/gm, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  }
}

function asSchema(value: unknown): Schema | undefined {
  return typeof value === 'object' && value !== null && '_zod' in value ? (value as Schema) : undefined;
}
