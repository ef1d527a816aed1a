public import Core

extension Action {
    /// Renders the request of one call.
    ///
    /// The source's `base_url` takes the place of scheme, host and port; its path comes before the URL's. Private
    /// addresses may be reached only where the operator wrote the host. `token` is the access token of ``tokenName``;
    /// without it a request that needs one carries `***` in its place, to be shown but not sent.
    public func call(_ request: ActionRequest, token: Secret? = nil) throws(ReadFailure) -> HTTPCall {
        if let problem = problems(with: request.input).first { throw problem }
        var call = try rendering(of: request, token: token).call(bindings(for: request))
        call.limits.connectTimeout = timeouts.connect
        call.limits.totalTimeout = timeouts.total
        call.limits.mayRepeat = mayRepeat
        call.limits.keptBodyBytes = keptBodyBytes
        return call
    }

    /// The access token of the connector that its request carries.
    public var tokenName: String? {
        if case .token(let name) = request.authentication { name } else { nil }
    }

    private func rendering(of request: ActionRequest, token: Secret?) -> RequestRendering {
        RequestRendering(
            template: self.request,
            source: request.source,
            base: request.source.baseURL,
            tokenHeader: tokenName.flatMap { request.source.connector.tokens[$0]?.header },
            token: token,
            idempotency: idempotency,
            id: "\(request.id):\(name)",
            now: request.now
        )
    }
}
