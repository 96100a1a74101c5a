import type { FastifyInstance, FastifyTypeProvider } from 'fastify';
import { z } from 'zod';

/** Makes handlers' types follow from the zod schemas of their route. */
export interface ZodTypeProvider extends FastifyTypeProvider {
  validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
  serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown;
}

/** Lets every route of the instance state its request and its replies as zod schemas; both are checked at run time. */
export function useZod(fastify: FastifyInstance): void {
  fastify.setValidatorCompiler(({ schema }) => (data: unknown) => {
    const read = zodSchema(schema).safeParse(data);
    return read.success ? { value: read.data } : { error: new Error(whereItIsWrong(read.error)) };
  });
  fastify.setSerializerCompiler(
    ({ schema }) =>
      (data) =>
        JSON.stringify(zodSchema(schema).parse(data)),
  );
}

function zodSchema(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodType) return schema;
  throw new Error('routes state their schemas in zod');
}

/** Names fields, never what was in them: a request may carry an identity number. */
function whereItIsWrong(error: z.ZodError): string {
  const fields = error.issues.map(({ path, code }) => `${path.join('.') || 'the whole'}: ${code}`);
  return [...new Set(fields)].slice(0, 5).join(', ');
}
