import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { GatewayProblem, GatewayProblemCode } from '../../src-shared/contract/gateway-http.ts';
import type { Result } from '../../src-shared/result.ts';

/** The HTTP status of each problem. */
export const statusOf: Readonly<Record<GatewayProblemCode, number>> = {
  bad_request: 400,
  not_signed: 401,
  unknown_kiosk: 401,
  code_not_valid: 403,
  not_found: 404,
  ministry_down: 503,
  payments_closed: 503,
  over_limit: 422,
  conflict: 409,
  too_many_requests: 429,
  internal: 500,
};

/** Sends what came out, or the problem with its status. */
export function answer<T>(reply: FastifyReply, result: Result<T, GatewayProblem>): FastifyReply {
  return result.ok ? reply.send(result.value) : sendProblem(reply, result.error);
}

/** Sends a problem with its status. */
export function sendProblem(reply: FastifyReply, problem: GatewayProblem): FastifyReply {
  return reply.code(statusOf[problem.error]).send(problem);
}

/** Turns whatever goes wrong on the way into a problem of the contract. What is unexpected is logged, and not told. */
export function handleProblems(fastify: FastifyInstance): void {
  fastify.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, { error: 'not_found', message: 'there is nothing at this address' }),
  );
  fastify.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.error === 'internal')
      request.log.error({ err: error, route: request.routeOptions.url }, 'a request failed');
    return sendProblem(reply, problem);
  });
}

function problemOf(error: FastifyError): GatewayProblem {
  if (error.code === 'FST_ERR_VALIDATION')
    return { error: 'bad_request', message: `the request is not of the agreed shape: ${error.message}`.slice(0, 500) };
  if (error.statusCode === 429) return { error: 'too_many_requests', message: 'too many requests: wait a minute' };
  const isTheirs = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
  if (isTheirs) return { error: 'bad_request', message: `the request cannot be read (${error.code})` };
  return { error: 'internal', message: 'the gateway could not do it: send the request again' };
}
