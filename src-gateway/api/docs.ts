import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { z } from 'zod';
import {
  enrolReplySchema,
  enrolRequestSchema,
  feedPeppersReplySchema,
  gatewayProblemSchema,
} from '../../src-shared/contract/gateway-http.ts';
import { objectNameSchema, signedHeadSchema } from '../../src-shared/feed/head.ts';
import { html, type Html } from '../pages/html.ts';

const problems = { '4xx': gatewayProblemSchema, '5xx': gatewayProblemSchema };

/** Routes that check their requests by themselves and so do not state their schemas to the server. */
const describedHere: Readonly<Record<string, FastifySchema>> = {
  '/v1/kiosks/enrol': {
    summary: 'Exchange a one-time code and a device key for an identity',
    tags: ['kiosks'],
    body: enrolRequestSchema,
    response: { 200: enrolReplySchema, ...problems },
  },
  '/v1/feed/head': {
    summary: 'The head of the feed: what is newest, signed',
    description: 'Open to everybody. With If-None-Match the answer is 304 while nothing changed.',
    tags: ['feed'],
    response: { 200: signedHeadSchema, ...problems },
  },
  '/v1/feed/objects/:name': {
    summary: 'A file of the feed by its SHA-256',
    description: 'Open to everybody, never changes; understands Range. The bytes are octets, not JSON.',
    tags: ['feed'],
    params: z.object({ name: objectNameSchema }),
    response: problems,
  },
  '/v1/feed/peppers': {
    summary: 'The peppers of the present epoch and, shortly before it begins, of the next',
    tags: ['feed'],
    response: { 200: feedPeppersReplySchema, ...problems },
  },
};

/** Serves the OpenAPI 3.1 document at /docs/openapi.json and the same for reading at /docs. Register it before the routes. */
export async function describeApi(fastify: FastifyInstance): Promise<void> {
  await fastify.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Gateway of the payment kiosks',
        version: '1',
        description:
          'Every request but status and enrolment is signed by the kiosk (RFC 9421 HTTP Message Signatures, Ed25519), and so is every answer to it. Amounts are whole fils: 1 KWD = 1000 fils.',
      },
      components: {
        securitySchemes: {
          kioskSignature: {
            type: 'apiKey',
            in: 'header',
            name: 'signature',
            description: 'RFC 9421, with signature-input and content-digest',
          },
        },
      },
      security: [{ kioskSignature: [] }],
    },
    transform: ({ schema, url }) => ({ schema: jsonSchemas({ ...describedHere[url], ...schema }), url }),
  });
  fastify.get('/docs/openapi.json', { schema: { hide: true } }, () => fastify.swagger());
  fastify.get('/docs', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(readable(fastify.swagger())),
  );
}

type Direction = 'input' | 'output';

function jsonSchemas(schema: FastifySchema): FastifySchema {
  const { body, params, querystring, response, ...words } = schema;
  return {
    ...words,
    ...part('body', body, 'input'),
    ...part('params', params, 'input'),
    ...part('querystring', querystring, 'input'),
    response: Object.fromEntries(
      Object.entries(response ?? {}).map(([status, reply]) => [status, jsonSchema(reply, 'output')]),
    ),
  };
}

function part(name: 'body' | 'params' | 'querystring', schema: unknown, io: Direction): FastifySchema {
  return schema === undefined ? {} : { [name]: jsonSchema(schema, io) };
}

function jsonSchema(schema: unknown, io: Direction): object {
  if (!(schema instanceof z.ZodType)) throw new Error('routes state their schemas in zod');
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return { description: 'JSON', ...rest };
}

const documentSchema = z.object({
  info: z.object({ title: z.string(), description: z.string() }),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        summary: z.string().default(''),
        description: z.string().default(''),
        requestBody: z.unknown().optional(),
        responses: z.unknown().optional(),
      }),
    ),
  ),
});

function readable(document: unknown): string {
  const { info, paths } = documentSchema.parse(document);
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, route]) =>
        html`<section>
          <h2><code>${method.toUpperCase()} ${path}</code></h2>
          <p><strong>${route.summary}</strong> ${route.description}</p>
          ${details('Request body', route.requestBody)}${details('Answers', route.responses)}
        </section> `,
    ),
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${info.title}</title>
      </head>
      <body>
        <main>
          <h1>${info.title}</h1>
          <p>${info.description}</p>
          <p><a href="/docs/openapi.json">OpenAPI 3.1 document</a></p>
          ${routes}
        </main>
      </body>
    </html> `.text;
}

function details(title: string, content: unknown): Html {
  return content === undefined
    ? html``
    : html`<details>
        <summary>${title}</summary>
        <pre>${JSON.stringify(content, null, 2)}</pre>
      </details>`;
}
