import Core

/// Decides, for one transfer, whether a connection may be opened and whether the request may leave on it.
///
/// libcurl asks before every connection and before every start. A second start of the same transfer is libcurl
/// sending the request again by itself (curl/curl#18417); what is known after each start decides how the call ends.
struct StartGate {
    private let limits: CallLimits
    private let isLoopbackOnly: Bool

    /// Starts allowed so far.
    ///
    /// From the first one on, bytes may have reached the provider.
    private(set) var starts = 0
    /// Why the transfer was stopped by us, if it was.
    private(set) var stopReason: CallFailure?
    /// Whether an address was refused when a connection was to be opened.
    private(set) var hasRefusedAddress = false

    /// A gate for a call with `limits`.
    ///
    /// Plain `http` is for loopback only.
    init(limits: CallLimits, scheme: RequestCheck.Scheme) {
        self.limits = limits
        isLoopbackOnly = scheme == .http
    }

    /// Whether a new connection may go to `address`.
    ///
    /// Unknown families may not.
    mutating func mayConnect(to address: IPAddress?) -> Bool {
        if isAllowed(address) { return true }
        hasRefusedAddress = true
        return false
    }

    /// Whether the request may leave now, on a connection that ends at `address`.
    mutating func mayStart(on address: IPAddress?, at now: ContinuousClock.Instant) -> Bool {
        stopReason = reasonToStop(address, now)
        if stopReason == nil { starts += 1 }
        return stopReason == nil
    }

    /// Whether the last moment for the first byte has gone by.
    func isExpired(at now: ContinuousClock.Instant) -> Bool {
        limits.startDeadline.map { now > $0 } ?? false
    }

    private func reasonToStop(_ address: IPAddress?, _ now: ContinuousClock.Instant) -> CallFailure? {
        if starts > 0, !limits.mayRepeat { return .repeatStopped }
        if !isAllowed(address) { return .addressForbidden }
        return isExpired(at: now) ? .permitExpired : nil
    }

    private func isAllowed(_ address: IPAddress?) -> Bool {
        guard let address else { return false }
        if isLoopbackOnly, !ForbiddenAddresses.isLoopback(address) { return false }
        return !ForbiddenAddresses.contains(address, allowingPrivate: limits.allowsPrivateAddresses)
    }
}
