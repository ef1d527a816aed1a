import Core
import HTTPTypes
import Hummingbird
import Logging

/// What holds for every answer: an error is a problem, and HEAD gets no body.
struct AnswerRules: RouterMiddleware {
    func handle(
        _ request: Request,
        context: GatewayContext,
        next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        let response = await answer(request, context, next)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(
        _ request: Request,
        _ context: GatewayContext,
        _ next: (Request, GatewayContext) async throws -> Response
    ) async -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return problem.response
        } catch let error as any HTTPResponseError where error.status == .notFound {
            return Problem(.notFound, "Nothing is at this path.").response
        } catch let error as any HTTPResponseError {
            return Problem(error.status, "The request cannot be answered.").response
        } catch {
            context.logger.error("a request failed", metadata: ["error": "\(type(of: error))"])
            return Problem(.internalServerError, "This should not have happened.").response
        }
    }
}

extension RouterMethods<GatewayContext> {
    /// Adds a path with the one method it takes (GET brings HEAD); all others are answered 405 with `Allow`.
    func route(
        _ path: RouterPath,
        _ method: HTTPRequest.Method,
        use handler: @escaping @Sendable (Request, GatewayContext) async throws -> Response
    ) {
        let allowed: [HTTPRequest.Method] = method == .get ? [.get, .head] : [method]
        let refusal = Problem.methodNotAllowed("This path takes other methods.", allowed: allowed.map(\.rawValue))
        for method in HTTPRequest.Method.known {
            on(path, method: method) { request, context in
                guard allowed.contains(method) else { throw refusal }
                return try await handler(request, context)
            }
        }
    }
}

extension HTTPRequest.Method {
    /// Every method the HTTP parser lets through.
    static let known: [HTTPRequest.Method] = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "QUERY", "ACL", "BIND",
        "CHECKOUT", "COPY", "LINK", "LOCK", "M-SEARCH", "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL", "MOVE", "NOTIFY",
        "PROPFIND", "PROPPATCH", "PURGE", "REBIND", "REPORT", "SEARCH", "SOURCE", "SUBSCRIBE", "UNBIND", "UNLINK",
        "UNLOCK", "UNSUBSCRIBE",
    ].compactMap { HTTPRequest.Method($0) }
}
