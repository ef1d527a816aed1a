import Core
import Outbound
import Pipeline

/// What is in force in one daemon: each half of it holds its own, and both are replaced together.
struct InForce: Sendable {
    let configuration: Current<Configuration>
    let outbound: Current<OutboundConfiguration>
    /// The address that is bound, which stays.
    let bound = BoundURL()

    private let hold: @Sendable () -> ContactHold

    /// What a daemon begins with; `hold` says what may not leave yet.
    init(_ settings: Settings, hold: @escaping @Sendable () -> ContactHold = { ContactHold() }) {
        self.hold = hold
        configuration = Current(settings.configuration(reachedAt: bound))
        outbound = Current(settings.outbound(reachedAt: bound, hold: hold))
    }

    /// Puts something else in force.
    ///
    /// What is under way ends by what it began with.
    func take(_ settings: Settings) {
        configuration.replace(settings.configuration(reachedAt: bound))
        outbound.replace(settings.outbound(reachedAt: bound, hold: hold))
    }
}

extension Settings {
    fileprivate func configuration(reachedAt bound: BoundURL) -> Configuration {
        var configuration = configuration
        configuration.reach = Reach(
            publicURL: publicURL(bound),
            keys: server.keys,
            maxBody: server.maxBody,
            proxies: server.proxies
        )
        return configuration
    }

    fileprivate func outbound(
        reachedAt bound: BoundURL,
        hold: @escaping @Sendable () -> ContactHold
    ) -> OutboundConfiguration {
        var outbound = OutboundConfiguration(
            sources: configuration.sources,
            creditors: configuration.creditors,
            policy: configuration.policy,
            publicURL: publicURL(bound)
        )
        outbound.hold = hold
        return outbound
    }

    private func publicURL(_ bound: BoundURL) -> PublicURL { PublicURL(server.publicURL ?? "", bound: bound) }
}
