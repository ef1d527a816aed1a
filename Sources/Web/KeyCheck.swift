import Core
import HTTPTypes
import Hummingbird
import Pipeline

/// Lets only callers with one of our keys use `/v1`: `Authorization: Bearer KEY`, compared in constant time.
struct KeyCheck: RouterMiddleware {
    let configuration: Current<Configuration>

    func handle(
        _ request: Request,
        context: GatewayContext,
        next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        let keys = configuration.value.reach.keys
        guard keys.isEmpty || holdsKey(request, among: keys) else {
            throw Problem(
                .unauthorized,
                "A key is needed: Authorization: Bearer KEY.",
                headers: [.wwwAuthenticate: "Bearer"]
            )
        }
        return try await next(request, context)
    }

    private func holdsKey(_ request: Request, among keys: [Secret]) -> Bool {
        guard let header = request.headers[.authorization], header.hasPrefix("Bearer ") else { return false }
        let given = Array(header.dropFirst("Bearer ".count).utf8)
        return keys.reduce(false) { found, key in isSame(given, Array(key.reveal().utf8)) || found }
    }

    /// Takes as long for every wrong key of one length.
    private func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
